import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import type { WorkflowDocument } from '#core/document/schema.ts';
import type { Job } from '#emulator/job.ts';
import type { EmulatorSettings } from '#emulator/settings.ts';
import { startEmulator } from '#emulator/start-emulator.ts';
import { truthSchema } from '#emulator/truth-log.ts';

import { emulatedEnvironment, quickEmulator } from './host-rig.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as one JSON object a line. */
  readonly lines: () => readonly Record<string, unknown>[];
}

export interface CliRig {
  readonly folder: string;
  /** What every command is started with. */
  readonly environment: NodeJS.ProcessEnv;
  /** Writes a workflow file and answers with its path. */
  write(name: string, workflow: WorkflowDocument | string): Promise<string>;
  /** Runs a command to its end; `onOutput` sees standard output grow. */
  run(
    parameters: readonly string[],
    options?: {
      environment?: Record<string, string>;
      onOutput?: (stdout: string, child: ChildProcess) => void;
    },
  ): Promise<CommandResult>;
  fault(rule: object): Promise<void>;
  /** Jobs that the providers took, by their own account. */
  accepted(): Promise<readonly Job[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The command line as a person or a program starts it, with both providers emulated. */
export async function openCliRig(settings: Partial<EmulatorSettings> = {}): Promise<CliRig> {
  const folder = await mkdtemp(join(tmpdir(), 'batchwork-cli-'));
  const emulator = await startEmulator({ settings: { ...quickEmulator, ...settings } });
  const base = { ...process.env, ...emulatedEnvironment(emulator.url, folder) };
  return {
    folder,
    environment: base,
    write: async (name, workflow) => {
      const file = join(folder, name);
      await writeFile(file, typeof workflow === 'string' ? workflow : JSON.stringify(workflow));
      return file;
    },
    fault: async (rule) =>
      void (await fetch(`${emulator.url}/__emulator/faults`, { method: 'POST', body: JSON.stringify(rule) })),
    accepted: async () => {
      const answer: unknown = await (await fetch(`${emulator.url}/__emulator/log`)).json();
      const { entries } = z.looseObject({ entries: z.array(truthSchema) }).parse(answer);
      return entries.flatMap((entry) => (entry.type === 'accepted' ? [entry.job] : []));
    },
    run: (parameters, { environment = {}, onOutput } = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, ['src/cli/bin/batchwork.js', ...parameters], {
          env: { ...base, ...environment },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let [stdout, stderr] = ['', ''];
        child.stdout.on('data', (chunk: Buffer) => {
          stdout += chunk.toString();
          onOutput?.(stdout, child);
        });
        child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
        child.on('error', reject);
        child.on('close', (code) =>
          resolve({
            code,
            stdout,
            stderr,
            lines: () =>
              stdout
                .trim()
                .split('\n')
                .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line))),
          }),
        );
      }),
    [Symbol.asyncDispose]: async () => {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
