import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { assetRefSchema } from '#core/run/asset.ts';

import { sha256 } from '../digest.ts';

/**
 * What a publication was about to do, written before the file gets its name. After a crash it tells whether the name
 * it chose holds our file. It is not synced: losing it to a power cut costs one doubled file, never one image.
 */
const recordSchema = z.object({
  asset: assetRefSchema,
  /** Below the output folder, with `/`. */
  path: z.string(),
  /** Of the staged file, which a hard link keeps; null where the file system has none and the bytes have to tell. */
  inode: z.number().nullable(),
  /** Of the file, where it carries more than the asset does. */
  file: z.object({ byteLength: z.int(), hash: z.string() }).optional(),
});
export type PublicationRecord = z.infer<typeof recordSchema>;

const fileOf = (folder: string, key: string): string => {
  const name = sha256(key);
  return join(folder, name.slice(0, 2), `${name}.json`);
};

export async function readRecord(folder: string, key: string): Promise<PublicationRecord | undefined> {
  const text = await readFile(fileOf(folder, key), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    // Torn by a power cut: as good as never written.
    return undefined;
  }
}

export async function writeRecord(folder: string, key: string, record: PublicationRecord): Promise<void> {
  const file = fileOf(folder, key);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, JSON.stringify(record));
  await rename(`${file}.part`, file);
}

/** What stands under the name that a record chose: nothing, an empty file of ours, our file, or somebody else's. */
export async function whatStands(
  { asset, inode, file }: PublicationRecord,
  path: string,
): Promise<'nothing' | 'reserved' | 'ours' | 'foreign'> {
  const { byteLength, hash } = file ?? asset;
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return 'nothing';
  if (!found.isFile()) return 'foreign';
  if (inode !== null) return found.ino === inode && found.size === byteLength ? 'ours' : 'foreign';
  if (found.size === 0) return 'reserved';
  return found.size === byteLength && (await hashFile(path)) === hash ? 'ours' : 'foreign';
}

/** Lower-case hex SHA-256 of a file. */
export async function hashFile(path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk);
  return digest.digest('hex');
}
