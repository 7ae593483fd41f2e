import { randomUUID } from 'node:crypto';
import { copyFile, link, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { errorCode } from '../durable-file.ts';

/** Answers of a file system that cannot give a file its second name there. */
const noHardLinks = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

export type Placed = 'placed' | 'taken' | 'unsupported';

/** Gives a complete, synced file its name as a hard link. Never overwrites. */
export async function placeLink(staged: string, target: string): Promise<Placed> {
  try {
    await link(staged, target);
    return 'placed';
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'EEXIST') return 'taken';
    if (noHardLinks.has(code)) return 'unsupported';
    throw error;
  }
}

/** Where hard links do not work: takes the name with an empty file, which `fillReserved` then replaces. */
export async function reserveName(target: string): Promise<'placed' | 'taken'> {
  try {
    await (await open(target, 'wx')).close();
    return 'placed';
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return 'taken';
    throw error;
  }
}

/** Replaces the empty file that stands for a name of ours by the complete one. */
export async function fillReserved(source: string, target: string): Promise<void> {
  const copy = join(dirname(target), `.${randomUUID()}.part`);
  try {
    await copySynced(source, copy);
    await rename(copy, target);
  } catch (error) {
    await rm(copy, { force: true });
    throw error;
  }
}

/** Copies a file onto stable storage. */
export async function copySynced(source: string, target: string): Promise<void> {
  await copyFile(source, target);
  const handle = await open(target, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
