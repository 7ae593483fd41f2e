import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { jobSchema } from './job.ts';

/** What happened, in the order in which it happened. `at` is ms since epoch. */
export const truthSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('accepted'), at: z.number(), job: jobSchema }),
  z.object({ type: z.literal('charged'), at: z.number(), job: z.string(), usd: z.number() }),
  z.object({ type: z.literal('refunded'), at: z.number(), job: z.string(), usd: z.number() }),
  z.object({ type: z.literal('cancelled'), at: z.number(), job: z.string() }),
  z.object({ type: z.literal('deleted'), at: z.number(), job: z.string() }),
  /** An image was fetched; a fault may have broken it on its way. */
  z.object({
    type: z.literal('served'),
    at: z.number(),
    job: z.string(),
    index: z.int(),
    byteLength: z.int(),
    sha256: z.string(),
  }),
  /** A submit that made nothing. */
  z.object({
    type: z.literal('refused'),
    at: z.number(),
    family: z.enum(['runcomfy', 'wavespeed']),
    model: z.string(),
    status: z.int(),
    bodyHash: z.string(),
  }),
]);
/** See `truthSchema`. */
export type Truth = z.infer<typeof truthSchema>;

/** Append-only record of what the emulated providers did; the only thing that survives a kill. */
export interface TruthLog {
  readonly entries: readonly Truth[];
  /** Entries of one call reach the disk in one write, and are there when this returns. */
  append(entries: readonly Truth[]): void;
  clear(): void;
  close(): void;
}

/** Whole lines of the log; a torn last line is work that was never answered. */
function readEntries(file: string): { entries: Truth[]; byteLength: number } {
  const entries: Truth[] = [];
  let byteLength = 0;
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    entries.push(truthSchema.parse(JSON.parse(line)));
    byteLength += Buffer.byteLength(line) + 1;
  }
  return { entries, byteLength };
}

/** Opens the log in a folder, or one that lives as long as the process when there is no folder. */
export function openTruthLog(folder: string | undefined): TruthLog {
  if (folder === undefined) {
    const entries: Truth[] = [];
    return {
      entries,
      append: (added) => void entries.push(...added),
      clear: () => void entries.splice(0),
      close: () => {},
    };
  }
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'truth.jsonl');
  const descriptor = openSync(file, 'a');
  const { entries, byteLength } = readEntries(file);
  truncateSync(file, byteLength);
  return {
    entries,
    append(added) {
      writeSync(descriptor, added.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      fsyncSync(descriptor);
      entries.push(...added);
    },
    clear() {
      truncateSync(file, 0);
      entries.splice(0);
    },
    close: () => closeSync(descriptor),
  };
}
