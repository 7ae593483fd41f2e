import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { backup, type DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

import type { Clock } from '#core/run/capabilities.ts';

/** Copies of the journal that were read through and found whole. */
export interface Backups {
  /** Makes one now. Throws when it cannot be made or is not whole. */
  make(): Promise<void>;
  /** Makes one soon and then every hour, until aborted. Trouble is told, and tried again an hour later. */
  keep(signal: AbortSignal, report: (message: string) => void): void;
}

/** Pages of one step, between which others may use the database. */
const pagesPerStep = 500;
const firstMs = 300_000;
const hourMs = 3_600_000;
/** Backups that are kept. */
const most = 5;
const pattern = /^journal-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)\.db$/;

const folderOf = (dataFolder: string): string => join(dataFolder, 'backups');

/** Names of the backups of a data folder, newest first. */
async function listBackups(dataFolder: string): Promise<readonly string[]> {
  const names = await readdir(folderOf(dataFolder)).catch(() => []);
  return names.filter((name) => pattern.test(name)).toSorted((a, b) => (a < b ? 1 : -1));
}

/** Path of the newest backup; undefined when there is none. */
export async function newestBackup(dataFolder: string): Promise<string | undefined> {
  const [newest] = await listBackups(dataFolder);
  return newest === undefined ? undefined : join(folderOf(dataFolder), newest);
}

export function createBackups(options: {
  database: DatabaseSync;
  dataFolder: string;
  clock: Clock;
}): Backups {
  const { database, dataFolder, clock } = options;
  const folder = folderOf(dataFolder);
  const make = async (): Promise<void> => {
    await mkdir(folder, { recursive: true });
    const part = join(folder, 'journal.part');
    try {
      await rm(part, { force: true });
      await backup(database, part, { rate: pagesPerStep });
      const damage = await verify(part);
      if (damage !== undefined) throw new Error(damage);
      const stamp = new Date(clock.now()).toISOString().slice(0, 19).replaceAll(':', '-');
      await rename(part, join(folder, `journal-${stamp}.db`));
      for (const old of (await listBackups(dataFolder)).slice(most)) await rm(join(folder, old));
    } finally {
      await rm(part, { force: true });
    }
  };
  return {
    make,
    keep: (signal, report) => {
      const loop = async (): Promise<void> => {
        for (let pauseMs = firstMs; ; pauseMs = hourMs) {
          await clock.sleep(pauseMs, signal);
          try {
            await make();
          } catch (error) {
            if (signal.aborted) return;
            report(
              `The journal could not be backed up: ${error instanceof Error ? error.message : String(error)}`,
            );
          }
        }
      };
      loop().catch(() => undefined);
    },
  };
}

/** Reads a copy through in a thread of its own. Undefined when it is whole. */
function verify(file: string): Promise<string | undefined> {
  const worker = new Worker(new URL('verify-worker.ts', import.meta.url), { workerData: { file } });
  return new Promise((resolve, reject) => {
    worker.once('message', (damage: unknown) => resolve(typeof damage === 'string' ? damage : undefined));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the check of the backup ended without an answer')));
  });
}
