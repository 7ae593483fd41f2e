import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { JournalDamagedError } from './checksum.ts';
import { findDamage, quickDamage } from './find-damage.ts';
import { journalVersion, readVersion, upgradeJournal } from './schema.ts';

/** The data folder belongs to another process that is alive. */
export class FolderInUseError extends Error {
  constructor(message = 'The data folder is in use by another Batchwork.') {
    super(message);
    this.name = 'FolderInUseError';
  }
}

/** Up to these sizes every row, or every page, is read at the start; of a larger journal in its backups. */
const rowsBytes = 32 * 1024 * 1024;
const pagesBytes = 128 * 1024 * 1024;

/**
 * Opens the journal: WAL with a sync on every commit, so that what is acknowledged survives a power cut, and an
 * exclusive lock that lives exactly as long as the process. One of an older version is copied into `backups/` before
 * it is upgraded. Throws FolderInUseError while another process has it, JournalDamagedError for one that is damaged,
 * and an Error for one that a newer Batchwork wrote; none of them is changed.
 */
export function openDatabase(file: string): DatabaseSync {
  requireKnownVersion(headerVersion(file));
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full');
    // The lock is taken with the first write, not with the pragma.
    database.exec('begin exclusive; commit');
    const version = readVersion(database);
    requireKnownVersion(version);
    if (version > 0 && version < journalVersion) copyBefore(database, file);
    upgradeJournal(database);
    // So that the version stands in the file itself, where a Batchwork that does not know it can read it.
    if (version < journalVersion) database.exec('pragma wal_checkpoint(truncate)');
    const damage = damageAtStart(database, statSync(file).size);
    if (damage !== undefined) throw new JournalDamagedError(`The journal ${file} is damaged: ${damage}.`);
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && /database is locked|busy/i.test(error.message))
      throw new FolderInUseError();
    if (error instanceof Error && /malformed|not a database|corrupt/i.test(error.message))
      throw new JournalDamagedError(`The journal ${file} is damaged: ${error.message}.`);
    throw error;
  }
}

function damageAtStart(database: DatabaseSync, size: number): string | undefined {
  if (size <= rowsBytes) return findDamage(database);
  return size <= pagesBytes ? quickDamage(database) : undefined;
}

function requireKnownVersion(version: number): void {
  if (version > journalVersion)
    throw new Error(
      `The data folder was written by a newer Batchwork (journal version ${version}, this one knows ${journalVersion}). Update Batchwork, or name another data folder.`,
    );
}

/** `user_version` in the header of a SQLite file (file format, section 1.3.10), read without opening it as a database. */
function headerVersion(file: string): number {
  if (!existsSync(file)) return 0;
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(64);
    const isDatabase =
      readSync(descriptor, header, 0, 64, 0) === 64 && header.toString('latin1', 0, 15) === 'SQLite format 3';
    return isDatabase ? header.readUInt32BE(60) : 0;
  } finally {
    closeSync(descriptor);
  }
}

/** A copy of the journal as it was, once for every version. */
function copyBefore(database: DatabaseSync, file: string): void {
  const folder = join(dirname(file), 'backups');
  mkdirSync(folder, { recursive: true });
  const part = join(folder, `before-version-${journalVersion}.part`);
  rmSync(part, { force: true });
  database.prepare('vacuum into ?').run(part);
  const descriptor = openSync(part, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(part, join(folder, `before-version-${journalVersion}.db`));
}
