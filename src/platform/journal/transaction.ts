import type { DatabaseSync } from 'node:sqlite';

/** Runs `body` in one transaction: all of it is committed, or none of it. */
export function inTransaction(database: DatabaseSync, body: () => void): void {
  database.exec('begin immediate');
  try {
    body();
    database.exec('commit');
  } catch (error) {
    // Some errors, such as a full disk, have rolled it back already.
    if (database.isTransaction) database.exec('rollback');
    throw error;
  }
}
