import type { DatabaseSync } from 'node:sqlite';

import { interceptSqlite } from '#test/rig/sqlite-hooks.ts';

import type { FaultKind } from './history.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** Result codes of SQLite: SQLITE_FULL and SQLITE_IOERR_FSYNC. */
const resultCodes = { 'disk-full': 13, 'sync-error': 1_034 };

/** An error as node:sqlite throws it. */
class DiskTrouble extends Error {
  readonly code = 'ERR_SQLITE_ERROR';
  readonly errcode: number;
  constructor(kind: keyof typeof resultCodes) {
    super(kind);
    this.errcode = resultCodes[kind];
  }
}

const inert = { run: { changes: 0, lastInsertRowid: 0 }, get: undefined, all: [], exec: undefined };

/**
 * Lets every write of a journal meet its fault, and takes a dead process's hands off its database: what it still calls
 * changes nothing. `opening` names the process whose database is being opened.
 */
export function onDatabaseCalls(options: {
  fault: () => FaultKind<'journal'> | undefined;
  crash: () => void;
}): { opening: (process: SimulatedProcess | undefined) => void; restore: () => void } {
  const owners = new WeakMap<DatabaseSync, SimulatedProcess>();
  let opening: SimulatedProcess | undefined;
  const restore = interceptSqlite((call, proceed) => {
    if (opening !== undefined) {
      owners.set(call.database, opening);
      opening.databases.add(call.database);
      return proceed();
    }
    const owner = owners.get(call.database);
    if (owner?.dead === true) return inert[call.method];
    const writes = call.method === 'run' || (call.method === 'exec' && call.sql === 'commit');
    if (owner === undefined || !writes) return proceed();
    const fault = options.fault();
    if (fault === 'disk-full' || fault === 'sync-error') throw new DiskTrouble(fault);
    const answer = fault === 'crash-before' ? inert[call.method] : proceed();
    if (fault !== undefined) options.crash();
    return answer;
  });
  return { opening: (process) => void (opening = process), restore };
}
