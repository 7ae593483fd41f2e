import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { startEmulator } from '#emulator/start-emulator.ts';
import { truthSchema, type Truth } from '#emulator/truth-log.ts';
import { emulatedEnvironment, quickEmulator } from '#test/rig/host-rig.ts';

const worker = fileURLToPath(new URL('worker.ts', import.meta.url));
const failPoints = fileURLToPath(new URL('fail-points.ts', import.meta.url));
const lineSchema = z.looseObject({ type: z.string(), outcome: z.string().optional() });
type Line = z.infer<typeof lineSchema>;

export interface KillRig {
  /** Runs a worker; kills it with SIGKILL as soon as `when` is true of what it said. Answers with all that it said. */
  work(options: {
    mode?: 'protocol' | 'naive';
    input: string;
    when?: (line: Line, lines: readonly Line[]) => boolean | Promise<boolean>;
    /** Where the process kills itself, such as `J6:after:1`; it has to get there. */
    failPoint?: string;
  }): Promise<readonly Line[]>;
  /** What the providers did, by their own account. */
  truth(): Promise<readonly Truth[]>;
  readonly dataFolder: string;
  fault(rule: object): Promise<void>;
  /** Resolves when the providers have taken as many jobs. */
  acceptedAtLeast(count: number): Promise<void>;
  /** Jobs that the providers took, by their own account. */
  accepted(): Promise<number>;
  files(): Promise<readonly string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** An emulator that outlives the workers, and a data folder that they share one after the other. */
export async function openKillRig(): Promise<KillRig> {
  const folder = await mkdtemp(join(tmpdir(), 'batchwork-kill-'));
  const emulator = await startEmulator({ settings: { ...quickEmulator, latencyScale: 0.05 } });
  const environment = { ...process.env, ...emulatedEnvironment(emulator.url, folder) };
  const truth = async (): Promise<readonly Truth[]> => {
    const answer: unknown = await (await fetch(`${emulator.url}/__emulator/log`)).json();
    return z.looseObject({ entries: z.array(truthSchema) }).parse(answer).entries;
  };
  const accepted = async (): Promise<number> =>
    (await truth()).filter(({ type }) => type === 'accepted').length;
  return {
    accepted,
    truth,
    dataFolder: join(folder, 'data'),
    acceptedAtLeast: async (count) => {
      while ((await accepted()) < count);
    },
    fault: async (rule) => {
      await fetch(`${emulator.url}/__emulator/faults`, { method: 'POST', body: JSON.stringify(rule) });
    },
    files: async () => (await readdir(join(folder, 'data', 'output'))).toSorted((a, b) => a.localeCompare(b)),
    work: async ({ mode = 'protocol', input, when = () => false, failPoint }) => {
      const hooks = failPoint === undefined ? [] : ['--import', failPoints];
      const child = spawn(process.execPath, [...hooks, worker, mode, input], {
        env: { ...environment, ...(failPoint === undefined ? {} : { BATCHWORK_FAILPOINT: failPoint }) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
      let trouble = '';
      child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
      const lines: Line[] = [];
      let killed = false;
      for await (const text of createInterface({ input: child.stdout })) {
        const line = lineSchema.parse(JSON.parse(text));
        lines.push(line);
        if (killed || !(await when(line, lines))) continue;
        killed = true;
        child.kill('SIGKILL');
      }
      const code = await exited;
      if (failPoint !== undefined && child.signalCode !== 'SIGKILL')
        throw new Error(`the worker never came to ${failPoint}: ${trouble}`);
      if (!killed && failPoint === undefined && code !== 0)
        throw new Error(`the worker ended with ${code}: ${trouble}`);
      return lines;
    },
    [Symbol.asyncDispose]: async () => {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
