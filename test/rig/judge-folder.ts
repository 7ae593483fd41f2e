import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';

import { deliveredBy } from '#emulator/job.ts';
import type { Truth } from '#emulator/truth-log.ts';

import { findBrokenPromises, type Evidence, type Sale } from './invariants.ts';

/** The sales of emulated providers by their truth log. `itemOf` says what work a prompt and a body stand for. */
export function salesOf(truths: readonly Truth[]): Sale[] {
  const served = new Map<string, Map<number, string>>();
  const usd = new Map<string, number>();
  const cancelled = new Set<string>();
  for (const truth of truths) {
    if (truth.type === 'served') {
      const images = served.get(truth.job) ?? new Map<number, string>();
      served.set(truth.job, images.set(truth.index, truth.sha256));
    }
    if (truth.type === 'charged') usd.set(truth.job, (usd.get(truth.job) ?? 0) + truth.usd);
    if (truth.type === 'refunded') usd.set(truth.job, (usd.get(truth.job) ?? 0) - truth.usd);
    if (truth.type === 'cancelled') cancelled.add(truth.job);
  }
  return truths.flatMap((truth): Sale[] => {
    if (truth.type !== 'accepted') return [];
    const { job } = truth;
    const images = served.get(job.id) ?? new Map<number, string>();
    return [
      {
        id: job.id,
        item: job.prompt,
        end: cancelled.has(job.id) ? 'cancelled' : job.fate.ending === 'completed' ? 'completed' : 'failed',
        usd: usd.get(job.id) ?? 0,
        // An image that was never even asked for has no hash, and is missing under a name that no file has.
        images: Array.from(
          { length: deliveredBy(job) },
          (_none, index) => images.get(index) ?? `${job.id} image ${index} was never fetched`,
        ),
      },
    ];
  });
}

/** Hashes of all whole images of a data folder; throws for one that does not decode or has another hash than its name. */
async function readStored(dataFolder: string): Promise<Set<string>> {
  const hashes = new Set<string>();
  for (const entry of await filesBelow(join(dataFolder, 'assets'))) {
    const bytes = await readFile(entry);
    const hash = createHash('sha256').update(bytes).digest('hex');
    if (!entry.includes(hash)) throw new Error(`${entry} holds other bytes than its name says.`);
    await decode(bytes);
    hashes.add(hash);
  }
  return hashes;
}

const decode = async (bytes: Uint8Array): Promise<void> =>
  void (await sharp(bytes, { failOn: 'truncated' }).raw().toBuffer());

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** Judges a data folder after everything has ended, by what the providers say. */
export async function judgeFolder(
  dataFolder: string,
  truths: readonly Truth[],
  evidence: Omit<Evidence, 'sales' | 'stored' | 'leftovers'>,
): Promise<{ broken: string[]; sales: readonly Sale[]; images: number }> {
  const stored = await readStored(dataFolder);
  const outputs = await filesBelow(join(dataFolder, 'output'));
  for (const file of outputs) await decode(await readFile(file));
  const sales = salesOf(truths);
  const leftovers = outputs.filter((file) => /\.part$|\/\./.test(file));
  return {
    broken: findBrokenPromises({ ...evidence, sales, leftovers, stored: (hash) => stored.has(hash) }),
    sales,
    images: stored.size,
  };
}
