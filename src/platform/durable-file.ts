import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { StorageError } from '#core/run/failure.ts';

/** Puts the entries of a folder (new names, renames) on stable storage. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates a folder with its parents; the new names survive a power loss. */
export async function makeFolder(folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true });
  if (firstMade === undefined) return;
  for (let made = folder; ; made = dirname(made)) {
    await syncFolder(dirname(made));
    if (made === firstMade || made === dirname(made)) return;
  }
}

/** Replaces a file as a whole: a reader, or a crash, sees the old text or the new one and nothing between. */
export async function writeWhole(path: string, text: string, options: { mode?: number } = {}): Promise<void> {
  const folder = dirname(path);
  await makeFolder(folder);
  const staged = join(folder, `.${basename(path)}.${randomUUID()}.part`);
  try {
    const handle = await open(staged, 'wx', options.mode ?? 0o644);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(staged, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(staged, { force: true });
    throw error;
  }
}

/** The `code` of a Node system error, such as `ENOENT`. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const diskTrouble: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk quota is used up.',
  EACCES: 'The folder may not be written.',
  EPERM: 'The folder may not be written.',
  EROFS: 'The disk is read-only.',
  EMFILE: 'Too many files are open.',
  ENFILE: 'Too many files are open.',
  EIO: 'The disk reports an error.',
  ENODEV: 'The disk is not there.',
  ESTALE: 'The folder is not there any more.',
  ENOENT: 'The folder is not there any more.',
  ENOTDIR: 'A file is in the place of a folder.',
  EEXIST: 'A file is in the place of a folder.',
};

const outOfFiles = new Set(['EMFILE', 'ENFILE']);

/** Whether the process or the machine may open nothing more at the moment, wherever in the chain of causes that stands. */
export function isOutOfFiles(error: unknown): boolean {
  let cause = error;
  for (let depth = 0; depth < 6 && cause instanceof Error; depth += 1) {
    if (outOfFiles.has(errorCode(cause) ?? '')) return true;
    if (cause instanceof AggregateError) return cause.errors.some(isOutOfFiles);
    cause = cause.cause;
  }
  return false;
}

/** A disk error as a StorageError; anything else as it came. */
export function describeDiskError(error: unknown): unknown {
  const sentence = diskTrouble[errorCode(error) ?? ''];
  return sentence === undefined
    ? error
    : new StorageError(
        `The image could not be stored. ${sentence}`,
        error instanceof Error ? error.message : String(error),
      );
}
