import { copyFile, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { Clock } from '#core/run/capabilities.ts';

import { syncFolder } from '../durable-file.ts';
import { newestBackup } from './backups.ts';
import { FolderInUseError } from './open-database.ts';

/**
 * Puts the newest backup in the place of the journal. The journal that was there is kept beside it under another name.
 * The queue is paused in it, because what was bought after the backup is not known there. Undefined: there is no
 * backup, and nothing was changed. Throws FolderInUseError.
 */
export async function restoreJournal(
  dataFolder: string,
  clock: Clock,
): Promise<{ backup: string; keptAs: string } | undefined> {
  const backup = await newestBackup(dataFolder);
  if (backup === undefined) return undefined;
  const journal = join(dataFolder, 'journal.db');
  refuseInUse(journal);
  const part = `${journal}.part`;
  await copyFile(backup, part);
  const database = new DatabaseSync(part);
  try {
    database.exec(
      "pragma journal_mode = delete; insert or replace into mark (name, value) values ('paused', 'true')",
    );
  } finally {
    database.close();
  }
  const handle = await open(part, 'r+');
  await handle.sync();
  await handle.close();
  const keptAs = `${journal}.damaged-${clock.now()}`;
  // The log of the old journal goes with it, or it would be read into the new one.
  await rename(`${journal}-wal`, `${keptAs}-wal`).catch(() => undefined);
  await rename(journal, keptAs).catch(() => undefined);
  await rename(part, journal);
  await syncFolder(dataFolder);
  return { backup, keptAs };
}

function refuseInUse(journal: string): void {
  const database = new DatabaseSync(journal, { timeout: 0 });
  try {
    database.exec('begin exclusive; rollback');
  } catch (error) {
    if (error instanceof Error && /database is locked|busy/i.test(error.message))
      throw new FolderInUseError();
    // Anything else is the damage that it is restored for.
  } finally {
    database.close();
  }
}
