import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

import { z } from 'zod';

import { interceptSqlite } from '#test/rig/sqlite-hooks.ts';

import { journalPoints, type Doing } from './journal-points.ts';

/*
 * Loaded before the product with `node --import`. `BATCHWORK_FAILPOINT=J6:after:1` kills the process with SIGKILL the
 * first time that J6 was passed. The product itself knows nothing of this.
 */
const [point, when, nth] = z
  .tuple([
    z.enum(Object.keys(journalPoints) as [keyof typeof journalPoints]),
    z.enum(['before', 'after']),
    z.coerce.number().int().positive(),
  ])
  .parse(process.env['BATCHWORK_FAILPOINT']?.split(':'));

let passed = 0;
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive after SIGKILL');
};

/** Whether this is the pass at which the process ends; counts it. */
const isDue = (doing: Doing): boolean => journalPoints[point](doing) && (passed += 1) === nth;

interceptSqlite(({ sql, parameters }, proceed) => {
  const due = isDue({ via: 'sql', sql, parameters });
  if (due && when === 'before') die();
  const answer = proceed();
  if (due) die();
  return answer;
});

const { fetch } = globalThis;
globalThis.fetch = async (input, init) => {
  const request = input instanceof Request ? input : new Request(input, init);
  const due = isDue({ via: 'fetch', method: request.method, path: new URL(request.url).pathname });
  if (due && when === 'before') die();
  const answer = await fetch(input, init);
  if (due) die();
  return answer;
};

const around = async <T>(doing: Doing, proceed: () => Promise<T>): Promise<T> => {
  const due = isDue(doing);
  if (due && when === 'before') die();
  const answer = await proceed();
  if (due) die();
  return answer;
};

const { open, rename, link } = promises;
promises.open = async (path, flags, mode) => {
  const handle = await open(path, flags, mode);
  const sync = handle.sync.bind(handle);
  handle.sync = () => around({ via: 'file', call: 'sync', path: String(path) }, sync);
  return handle;
};
promises.rename = (from, to) =>
  around({ via: 'file', call: 'rename', path: String(to) }, () => rename(from, to));
promises.link = (from, to) => around({ via: 'file', call: 'link', path: String(to) }, () => link(from, to));
syncBuiltinESMExports();
