import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';
import { z } from 'zod';

import { seededRandom } from '#emulator/picture/seeded-random.ts';
import { startEmulator } from '#emulator/start-emulator.ts';
import { truthSchema, type Truth } from '#emulator/truth-log.ts';
import { emulatedEnvironment, quickEmulator } from '#test/rig/host-rig.ts';
import { judgeFolder } from '#test/rig/judge-folder.ts';
import { starter } from '#test/rig/starter.ts';
import { tellFigures } from '#test/rig/tell-figures.ts';

import { diskCalls, diskStates, writeState, type DiskState } from './disk-states.ts';
import { endOrKill } from './random-kills.ts';
import { canTrace, readTrace, recordOptions } from './strace.ts';

/** States that are booted from; the long campaign takes all of them, several times over. */
const wanted = Number(process.env['BATCHWORK_POWER_STATES'] ?? 24);
const seed = Number(process.env['BATCHWORK_POWER_SEED'] ?? 1);
const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
const item = 'Generate 3 images of a red fox in a winter forest';
const settings = { ...quickEmulator, latencyScale: 0.02 };
const lineSchema = z.looseObject({
  type: z.string(),
  at: z.number().optional(),
  created: z.boolean().optional(),
  outcome: z.string().optional(),
});

const linesOf = (output: string): z.infer<typeof lineSchema>[] =>
  output
    .split('\n')
    .filter((text) => text.startsWith('{'))
    .map((text) => lineSchema.parse(JSON.parse(text)));

/** So many of the states, spread evenly over all of them. */
const spread = (states: readonly DiskState[], count: number): readonly DiskState[] =>
  count >= states.length
    ? states
    : Array.from(
        { length: count },
        (_none, index) => states[Math.floor((index * states.length) / count)],
      ).filter((state) => state !== undefined);

test(
  'after a power loss at any sync nothing is paid twice and nothing that was answered is gone',
  { timeout: 86_400_000 },
  async (context) => {
    if (!canTrace()) context.skip('strace is not there, or this machine does not let it trace');
    const folder = await mkdtemp(join(tmpdir(), 'batchwork-power-'));
    const emulator = await startEmulator({ dataFolder: join(folder, 'truth'), settings });
    const input = JSON.stringify(starter('wavespeed'));
    const run = (base: string, tracing: readonly string[] = []) => {
      const words = [...tracing, process.execPath, worker, 'protocol', input];
      const [command = '', ...rest] = words;
      const env = { ...process.env, ...emulatedEnvironment(emulator.url, base) };
      return endOrKill(spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] }));
    };
    const trace = join(folder, 'trace');
    const recorded = await run(folder, ['strace', ...recordOptions(trace, diskCalls)]);
    await emulator.close();
    expect(recorded).toMatchObject({ code: 0 });
    const answeredAt = linesOf(recorded.output).find(({ type }) => type === 'answered')?.at ?? Infinity;
    const truths: Truth[] = (await readFile(join(folder, 'truth', 'truth.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((text) => truthSchema.parse(JSON.parse(text)));

    const calls = readTrace(await readFile(trace, 'utf8'));
    const dataFolder = join(folder, 'data');
    const strict = [...diskStates(calls, dataFolder)];
    const states = [...spread(strict, Math.ceil(wanted / 2))];
    for (let round = seed; states.length < wanted && round < seed + 1_000; round += 1)
      states.push(...spread([...diskStates(calls, dataFolder, seededRandom(round))], wanted - states.length));

    const figures = { syncs: strict.length, states: states.length, accepted: 0, images: 0 };
    for (const [index, state] of states.entries()) {
      const base = join(folder, `state-${index}`);
      await writeState(state, join(base, 'data'));
      // The provider is where it was at that moment.
      const known = truths.filter(({ at }) => at <= state.at);
      await mkdir(join(base, 'truth'));
      await writeFile(
        join(base, 'truth', 'truth.jsonl'),
        known.map((truth) => `${JSON.stringify(truth)}\n`).join(''),
      );
      const again = await startEmulator({
        dataFolder: join(base, 'truth'),
        settings,
        port: Number(new URL(emulator.url).port),
      });
      const { code, output } = await run(base);
      await again.close();
      const lines = linesOf(output);
      const where = `state ${index} of ${states.length}, seed ${seed}\n${output.slice(-2_000)}`;
      expect({ code, where }).toMatchObject({ code: 0 });
      const created = lines.find(({ type }) => type === 'answered')?.created;
      if (state.at > answeredAt + 1 && created !== false) throw new Error(`forgotten: ${where}`);
      const after = (await readFile(join(base, 'truth', 'truth.jsonl'), 'utf8'))
        .trim()
        .split('\n')
        .filter((text) => text !== '')
        .map((text) => truthSchema.parse(JSON.parse(text)));
      const outcome = lines.findLast(({ type }) => type === 'run-end')?.outcome;
      const { broken, sales, images } = await judgeFolder(join(base, 'data'), after, {
        ordered: new Map([[item, 1]]),
        told: new Map([[item, outcome === 'attention' ? 1 : 0]]),
        acknowledged: [],
        states: new Map(),
        cap: 5,
      });
      expect({ broken, where }).toMatchObject({ broken: [] });
      if (outcome !== 'complete' && outcome !== 'attention') throw new Error(`${outcome}: ${where}`);
      figures.accepted += sales.length;
      figures.images += images;
      await rm(base, { recursive: true });
    }
    await rm(folder, { recursive: true });
    tellFigures('power lost at syncs', { ...figures, 'paid twice': 0, lost: 0 });
  },
);
