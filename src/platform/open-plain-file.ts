import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

import { errorCode } from './durable-file.ts';

export interface PlainFile {
  /** To be closed by whoever opened it. */
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/** To open for reading: not through a link, and without waiting for whoever writes into a pipe. Windows knows neither. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** What stands for "there is no such file": absent, a folder in place of it, a link, a socket, or closed to this user. */
const absent: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'ELOOP',
  'EMLINK',
  'ENXIO',
  'EACCES',
  'ENAMETOOLONG',
]);

/**
 * Opens a plain file for reading; undefined where none stands. What is judged is what was opened, so that nobody can put
 * a link in its place between the look and the read.
 */
export async function openPlainFile(path: string): Promise<PlainFile | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, flags);
  } catch (error) {
    if (absent.has(errorCode(error))) return undefined;
    throw error;
  }
  try {
    const stats = await handle.stat();
    if (stats.isFile()) return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
}

/**
 * The bytes of a plain file, or of a part of it (both ends included). Nothing is opened before they are asked for.
 * @throws Error when there is no plain file any more.
 */
export async function* readPlainFile(
  path: string,
  part: { start?: number; end?: number } = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const file = await openPlainFile(path);
  if (file === undefined) throw new Error('The file is gone.');
  try {
    for await (const chunk of file.handle.createReadStream({ ...part, autoClose: false })) yield chunk;
  } finally {
    await file.handle.close();
  }
}
