import type { DatabaseSync } from 'node:sqlite';

/** Runs `body` in one transaction: all of it is committed, or none of it. */
export function inTransaction(database: DatabaseSync, body: () => void): void {
  database.exec('begin immediate');
  try {
    body();
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}
