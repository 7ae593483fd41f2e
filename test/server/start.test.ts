import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { openHost } from '#host/open-host.ts';
import { readSettings, type Settings } from '#platform/settings.ts';
import { wantsBrowser } from '#server/open-browser.ts';
import { runServer } from '#server/start.ts';

let data: string;
let blocker: Server;
let taken: number;
let printed: string[];
/** Called with the URL as soon as it is printed. */
let whenReady: (url: string) => void;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'batchwork-'));
  blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const address = blocker.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  taken = address.port;
  printed = [];
  whenReady = () => undefined;
  const print = (line: unknown): void => {
    printed.push(String(line));
    const url = /ready at (\S+)/.exec(String(line))?.[1];
    if (url !== undefined) whenReady(url);
  };
  vi.spyOn(console, 'log').mockImplementation(print);
  vi.spyOn(console, 'error').mockImplementation(print);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await new Promise((resolve) => blocker.close(resolve));
  await rm(data, { recursive: true, force: true });
});

async function run(changes: Partial<Settings>, onPrinted: (url: string) => void): Promise<number> {
  whenReady = onPrinted;
  const environment = { BATCHWORK_DATA: data, BATCHWORK_CONFIG: data };
  const settings = { ...readSettings(environment), ...changes };
  const host = await openHost({
    settings,
    environment,
    nodesFolder: fileURLToPath(new URL('../../nodes', import.meta.url)),
  });
  return runServer({ host, settings, open: false });
}

/** As if the process were sent the signal. */
const signal = (name: 'SIGTERM' | 'SIGINT'): void => void process.emit(name, name);

test.each(['SIGTERM', 'SIGINT'] as const)(
  'the server says where it is, answers, and ends with 0 on %s',
  async (name) => {
    let reached = '';
    let answering: Promise<Response> | undefined;
    const code = await run({ port: 0, portAsked: true }, (url) => {
      reached = url;
      answering = fetch(`${url}/api/batchwork/catalog`).finally(() => signal(name));
    });
    expect(code).toBe(0);
    expect((await answering)?.status).toBe(200);
    expect(printed).toEqual([`Batchwork is ready at ${reached}`]);
    await expect(fetch(reached)).rejects.toThrow('fetch failed');
  },
);

test('the usual port gives way to the next free one', async () => {
  let reached = '';
  const code = await run({ port: taken, portAsked: false }, (url) => {
    reached = url;
    signal('SIGTERM');
  });
  expect(code).toBe(0);
  expect(Number(new URL(reached).port)).toBeGreaterThan(taken);
});

test('a port that was asked for and is taken is an error that names it', async () => {
  const code = await run({ port: taken, portAsked: true }, () => undefined);
  expect(code).toBe(1);
  expect(printed.join('\n')).toContain(`Port ${taken}`);
});

test('after a stop the data folder is free again', async () => {
  await run({ port: taken, portAsked: true }, () => undefined);
  expect(await run({ port: 0, portAsked: true }, () => signal('SIGTERM'))).toBe(0);
});

describe('a browser is opened', () => {
  test.each<[boolean, Record<string, string>, boolean | undefined]>([
    [true, {}, true],
    [true, { CI: '' }, true],
    [false, {}, undefined],
    [false, {}, false],
    [false, { CI: 'true' }, true],
    [false, { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, true],
    [false, { SSH_TTY: '/dev/pts/0' }, true],
  ])('%s with %j at a terminal: %s', (wanted, environment, isTerminal) => {
    expect(wantsBrowser(environment, isTerminal)).toBe(wanted);
  });
});
