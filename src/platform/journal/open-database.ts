import { DatabaseSync } from 'node:sqlite';

import { upgradeJournal } from './schema.ts';

/** The data folder belongs to another process that is alive. */
export class FolderInUseError extends Error {
  constructor(message = 'The data folder is in use by another Batchwork.') {
    super(message);
    this.name = 'FolderInUseError';
  }
}

/**
 * Opens the journal: WAL with a sync on every commit, so that what is acknowledged survives a power cut, and an
 * exclusive lock that lives exactly as long as the process. Throws FolderInUseError while another process has it.
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full');
    upgradeJournal(database);
    // The lock is taken with the first write, not with the pragma.
    database.exec('begin exclusive; commit');
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && /database is locked|busy/i.test(error.message))
      throw new FolderInUseError();
    throw error;
  }
}
