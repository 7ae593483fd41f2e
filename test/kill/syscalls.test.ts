import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { startEmulator } from '#emulator/start-emulator.ts';
import { truthSchema } from '#emulator/truth-log.ts';
import { emulatedEnvironment, quickEmulator } from '#test/rig/host-rig.ts';
import { judgeFolder } from '#test/rig/judge-folder.ts';
import { starter } from '#test/rig/starter.ts';
import { tellFigures } from '#test/rig/tell-figures.ts';

import { endOrKill } from './random-kills.ts';
import { canTrace } from './strace.ts';

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
const item = 'Generate 3 images of a red fox in a winter forest';
const figures = { faults: 0, hit: 0, accepted: 0, images: 0, 'paid twice': 0, lost: 0 };
afterAll(() => tellFigures('faults of system calls', figures));

/** Call, what it meets, and at which of its calls; on the journal's own file where the call is everywhere. */
const faults: readonly (readonly [name: string, calls: string, inject: string, onJournal: boolean])[] = [
  ['F59 EIO on a sync of the journal', 'fdatasync,fsync', 'error=EIO', true],
  ['F56 ENOSPC on a write of the journal', 'pwrite64', 'error=ENOSPC', true],
  ['F55 ENOSPC when an image is written', 'write', 'error=ENOSPC', false],
  ['F58 EMFILE when a file is opened', 'openat', 'error=EMFILE', false],
  ['F57 EACCES when a file gets its name', 'link,linkat', 'error=EACCES', false],
  ['F57 EROFS when a file moves', 'rename,renameat', 'error=EROFS', false],
  ['F60 killed at a sync', 'fdatasync,fsync', 'signal=KILL', false],
  ['F60 killed at a write of the journal', 'pwrite64', 'signal=KILL', false],
  ['F60 killed when a file gets its name', 'link,linkat', 'signal=KILL', false],
];
/** At which of its calls; a call that never comes leaves the run as it is. */
const moments =
  process.env['BATCHWORK_CAMPAIGN'] === 'long' ? Array.from({ length: 60 }, (_none, at) => at + 1) : [2, 9];
/** Opening files is what a program begins with, long before it works. */
const opened =
  process.env['BATCHWORK_CAMPAIGN'] === 'long' ? Array.from({ length: 40 }, (_none, at) => at * 5) : [60, 90];
const cases = faults.flatMap(([name, calls, inject, onJournal]) =>
  (calls === 'openat' ? opened : moments).map((nth) => ({ name, calls, inject, onJournal, nth })),
);

describe.concurrent('a system call fails, and the next process goes on', () => {
  test.for(cases)(
    '$name, number $nth',
    { timeout: 120_000 },
    async ({ calls, inject, onJournal, nth }, context) => {
      if (!canTrace()) context.skip('strace is not there, or this machine does not let it trace');
      const folder = await mkdtemp(join(tmpdir(), 'batchwork-syscalls-'));
      const emulator = await startEmulator({ settings: { ...quickEmulator, latencyScale: 0.02 } });
      const input = JSON.stringify(starter('wavespeed'));
      const run = (tracing: readonly string[], ms: number) => {
        const words = [...tracing, process.execPath, worker, 'protocol', input];
        const [command = '', ...rest] = words;
        const env = { ...process.env, ...emulatedEnvironment(emulator.url, folder) };
        const child = spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
        return endOrKill(child, ms, true);
      };
      const journal = join(folder, 'data', 'journal.db');
      const only = onJournal ? ['-P', journal, '-P', `${journal}-wal`] : [];
      const injection = ['-e', `trace=${calls}`, '-e', `inject=${calls}:${inject}:when=${nth}`];
      // Killed with its tracer when it waits for somebody who mends it.
      const trace = join(folder, 'trace');
      await run(['strace', '-f', '-qq', '-o', trace, ...only, ...injection], 30_000);
      const traced = await readFile(trace, 'utf8');
      if (/INJECTED|killed by SIGKILL/.test(traced)) figures.hit += 1;
      const { code, output } = await run([], 60_000);
      expect({ code, output }).toMatchObject({ code: 0 });
      const answer: unknown = await (await fetch(`${emulator.url}/__emulator/log`)).json();
      await emulator.close();
      const { entries } = z.looseObject({ entries: z.array(truthSchema) }).parse(answer);
      const held = /"outcome":"attention"/.test(output.slice(output.lastIndexOf('"run-end"') - 10)) ? 1 : 0;
      const { broken, sales, images } = await judgeFolder(join(folder, 'data'), entries, {
        ordered: new Map([[item, 1]]),
        told: new Map([[item, held]]),
        acknowledged: [],
        states: new Map(),
        cap: 5,
      });
      expect({ broken, said: output.slice(-2_000) }).toMatchObject({ broken: [] });
      figures.faults += 1;
      figures.accepted += sales.length;
      figures.images += images;
      await rm(folder, { recursive: true });
    },
  );
});

test('this machine lets a test disturb system calls', (context) => {
  if (!canTrace())
    context.skip('strace is not there, or this machine does not let it trace: no call was disturbed');
  expect(figures.faults).toBe(cases.length);
  // Some calls never come so often; most do.
  expect(figures.hit).toBeGreaterThan(cases.length / 2);
});
