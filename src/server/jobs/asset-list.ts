import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import { writeWhole } from '#platform/durable-file.ts';

const entrySchema = z.object({
  /** SHA-256 of the bytes: the address in the asset store. */
  id: z.string(),
  /** `blake3:…` of the same bytes. */
  hash: z.string(),
  filePath: z.string().nullable(),
  /** ms since epoch. */
  createdAt: z.number(),
  /** Taken off the list by a client. The bytes stay: runs may hold them. */
  removed: z.boolean().optional(),
});
export type AssetEntry = z.infer<typeof entrySchema>;

/** What came in through the assets of Comfy API v2, kept over restarts. */
export interface AssetList {
  find(id: string): AssetEntry | undefined;
  findByHash(hash: string): AssetEntry | undefined;
  /** Newest first, without those taken off. */
  all(): readonly AssetEntry[];
  put(entry: AssetEntry): Promise<void>;
}

/** Entries that are kept; the oldest are forgotten, which only costs another upload. */
const mostEntries = 10_000;

export async function openAssetList(file: string): Promise<AssetList> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  const entries = new Map(
    (entrySchema.array().safeParse(JSON.parse(text)).data ?? []).map((entry) => [entry.id, entry]),
  );
  let last: Promise<unknown> = Promise.resolve();
  return {
    find: (id) => entries.get(id),
    findByHash: (hash) =>
      [...entries.values()].find((entry) => entry.hash === hash && entry.removed !== true),
    all: () => [...entries.values()].filter(({ removed }) => removed !== true).toReversed(),
    put(entry) {
      entries.delete(entry.id);
      entries.set(entry.id, entry);
      const [oldest] = entries.keys();
      if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest);
      // One write after the other, so that the last one is the newest.
      const writing = last.then(() => writeWhole(file, `${JSON.stringify([...entries.values()])}\n`));
      last = writing.catch(() => undefined);
      return writing;
    },
  };
}
