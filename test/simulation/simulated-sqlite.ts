import type { DatabaseSync } from 'node:sqlite';

import { interceptSqlite } from '#test/rig/sqlite-hooks.ts';

import type { SimulatedProcess } from './simulated-process.ts';

const inert = { run: { changes: 0, lastInsertRowid: 0 }, get: undefined, all: [], exec: undefined };

/**
 * Lets every write of a journal meet its fault, and takes a dead process's hands off its database: what it still calls
 * changes nothing. `opening` names the process whose database is being opened.
 */
export function onDatabaseCalls(options: {
  fault: () => 'crash-before' | 'crash-after' | undefined;
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
    const answer = fault === 'crash-before' ? inert[call.method] : proceed();
    if (fault !== undefined) options.crash();
    return answer;
  });
  return { opening: (process) => void (opening = process), restore };
}
