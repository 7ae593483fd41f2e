import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import type { WorkflowDocument } from '#core/document/schema.ts';
import { seededRandom } from '#emulator/picture/seeded-random.ts';
import { startEmulator } from '#emulator/start-emulator.ts';
import { truthSchema, type Truth } from '#emulator/truth-log.ts';
import { emulatedEnvironment, quickEmulator } from '#test/rig/host-rig.ts';
import { workflow } from '#test/rig/workflow.ts';

/** Processes of the product, one after the other on one folder, each killed at a random instant. */
export interface RandomKills {
  readonly folder: string;
  readonly environment: Record<string, string | undefined>;
  readonly random: () => number;
  /** Starts the command line with these words. */
  spawn(words: readonly string[]): ChildProcess;
  truth(): Promise<readonly Truth[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Opens a folder and an emulator that outlives every process. */
export async function openRandomKills(seed: number): Promise<RandomKills> {
  const folder = await mkdtemp(join(tmpdir(), 'batchwork-random-kills-'));
  const emulator = await startEmulator({
    dataFolder: join(folder, 'truth'),
    settings: { ...quickEmulator, latencyScale: 0.02, jobsAtOnce: 8 },
  });
  const environment = {
    ...process.env,
    ...emulatedEnvironment(emulator.url, folder),
    BATCHWORK_MAX_DAY_USD: '1000',
    RUNCOMFY_CONCURRENCY: '6',
    WAVESPEED_CONCURRENCY: '6',
    PORT: '0',
  };
  const children = new Set<ChildProcess>();
  return {
    folder,
    environment,
    random: seededRandom(seed),
    spawn: (words) => {
      const child = spawn(process.execPath, ['src/cli/main.ts', ...words], {
        env: environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.add(child);
      child.once('close', () => children.delete(child));
      return child;
    },
    truth: async () => {
      const answer: unknown = await (await fetch(`${emulator.url}/__emulator/log`)).json();
      return z.looseObject({ entries: z.array(truthSchema) }).parse(answer).entries;
    },
    [Symbol.asyncDispose]: async () => {
      for (const child of children) child.kill('SIGKILL');
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A small order that no other one is equal to; the provider that lists what it sold takes every second one. */
export const orderNumber = (number: number): WorkflowDocument => ({
  ...workflow(
    {
      generate: {
        type: 'SequentialGenerate',
        inputs: {
          prompt: textOf(number),
          count: 1,
          provider: number % 2 === 0 ? 'runcomfy' : 'wavespeed',
        },
      },
      save: { type: 'Save', inputs: { filename_prefix: `order_${number}` } },
    },
    ['generate.images > save.images'],
  ),
  name: itemOf(number),
});

const textOf = (number: number): string => `a fox with the number ${number}`;
/** The prompt of an order, as the provider gets it. */
const itemOf = (number: number): string => `Generate 1 image of ${textOf(number)}`;

/** Orders that wait for a person, as the command line lists them. */
export async function listHeld(rig: RandomKills): Promise<ReadonlyMap<string, number>> {
  const { output } = await endOrKill(rig.spawn(['jobs', '--json']));
  const jobSchema = z.looseObject({ name: z.string(), state: z.string() });
  const jobs = output
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => jobSchema.parse(JSON.parse(line)));
  return new Map(jobs.filter(({ state }) => state === 'attention').map(({ name }) => [name, 1]));
}

/** The prompts of the first so many orders. */
export const itemsUpTo = (number: number): readonly string[] =>
  Array.from({ length: number }, (_none, index) => itemOf(index + 1));

/**
 * Waits for the end of a process, or kills it after `ms`; `group`: with all that it started, when it was started
 * detached. Answers with what it wrote.
 */
export async function endOrKill(
  child: ChildProcess,
  ms = 120_000,
  group = false,
): Promise<{ code: number | null; killed: boolean; output: string }> {
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let killed = false;
  const timer = setTimeout(() => {
    killed = true;
    if (group && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  }, ms);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return { code, killed, output };
}
