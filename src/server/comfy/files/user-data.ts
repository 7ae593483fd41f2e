import { link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import { errorCode, makeFolder } from '#platform/durable-file.ts';
import { isSafePath } from '#platform/outputs/safe-path.ts';
import { resolveBelow } from '#platform/resolve-below.ts';

export interface UserFile {
  /** Below the folder that was asked for, with `/`. */
  readonly path: string;
  readonly size: number;
  /** ms since epoch. */
  readonly modified: number;
  readonly isFolder: boolean;
}

/** Files that ComfyUI's clients keep on the server for their user. Nothing is destroyed: a bin takes what goes. */
export interface UserData {
  /** Undefined when there is no such folder. */
  list(folder: string, recurse: boolean): Promise<UserFile[] | undefined>;
  /** Real path of a file; undefined when there is none. */
  find(path: string): Promise<string | undefined>;
  write(path: string, bytes: Uint8Array, overwrite: boolean): Promise<UserFile | 'exists' | 'forbidden'>;
  remove(path: string): Promise<boolean>;
  move(from: string, to: string, overwrite: boolean): Promise<UserFile | 'exists' | 'forbidden' | 'missing'>;
}

const mostFiles = 10_000;

export function openUserData({ folder, bin }: { folder: string; bin: string }): UserData {
  const toBin = async (path: string): Promise<void> => {
    await mkdir(bin, { recursive: true });
    const name = relative(folder, path).replaceAll(sep, '-');
    await rename(path, join(bin, `${Date.now()}-${name}`.slice(0, 200)));
  };
  const describe = async (path: string): Promise<UserFile> => {
    const { size, mtimeMs } = await stat(join(folder, ...path.split('/')));
    return { path, size, modified: mtimeMs, isFolder: false };
  };
  /** Makes the folder of a new file; undefined when a link would lead out of it. */
  async function targetOf(path: string): Promise<string | undefined> {
    if (!isSafePath(path)) return undefined;
    const target = join(folder, ...path.split('/'));
    await makeFolder(dirname(target));
    const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined;
    if (parent !== undefined && (await resolveBelow(folder, parent)) === undefined) return undefined;
    return target;
  }
  async function place(staged: string, path: string, overwrite: boolean): Promise<'placed' | 'exists'> {
    const target = join(folder, ...path.split('/'));
    for (;;)
      try {
        await link(staged, target);
        return 'placed';
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error;
        if (!overwrite) return 'exists';
        await toBin(target);
      }
  }

  return {
    find: (path) => resolveBelow(folder, path),
    async list(path, recurse) {
      const root = path === '' ? folder : await resolveBelow(folder, path);
      if (root === undefined) return undefined;
      const entries = await readdir(root, { recursive: recurse, withFileTypes: true }).catch(() => undefined);
      if (entries === undefined) return path === '' ? [] : undefined;
      const files = entries.filter(
        (entry) => (entry.isFile() || entry.isDirectory()) && !entry.name.startsWith('.'),
      );
      const listed = files.slice(0, mostFiles).map(async (entry): Promise<UserFile> => {
        const place = join(entry.parentPath, entry.name);
        const { size, mtimeMs } = await stat(place);
        return {
          path: relative(root, place).replaceAll(sep, '/'),
          size,
          modified: mtimeMs,
          isFolder: entry.isDirectory(),
        };
      });
      return (await Promise.all(listed)).toSorted((a, b) => a.path.localeCompare(b.path, 'en'));
    },
    async write(path, bytes, overwrite) {
      const target = await targetOf(path);
      if (target === undefined) return 'forbidden';
      const staged = join(dirname(target), `.${crypto.randomUUID()}.part`);
      try {
        await writeFile(staged, bytes, { flag: 'wx', flush: true });
        if ((await place(staged, path, overwrite)) === 'exists') return 'exists';
      } finally {
        await rm(staged, { force: true });
      }
      return describe(path);
    },
    async remove(path) {
      const found = await resolveBelow(folder, path);
      if (found === undefined) return false;
      await toBin(join(folder, ...path.split('/')));
      return true;
    },
    async move(from, to, overwrite) {
      const source = await resolveBelow(folder, from);
      if (source === undefined) return 'missing';
      if ((await targetOf(to)) === undefined) return 'forbidden';
      if ((await place(source, to, overwrite)) === 'exists') return 'exists';
      await rm(source, { force: true });
      return describe(to);
    },
  };
}
