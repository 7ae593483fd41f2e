import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

import { pathIn, stringsIn, type SystemCall } from './strace.ts';

/** A write that no sync has reached yet. */
type Pending = { readonly at: number; readonly bytes: Buffer } | { readonly cutTo: number };

interface Inode {
  /** What a power loss leaves for certain. */
  synced: Buffer;
  readonly pending: Pending[];
}

/** What may be on a disk after a power loss, just after the sync that ended at `at` (ms since epoch). */
export interface DiskState {
  readonly at: number;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** The calls that change what is on a disk. */
export const diskCalls =
  'openat,write,pwrite64,writev,pwritev,ftruncate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat';

const sector = 512;

function apply(content: Buffer, write: Pending): Buffer {
  if ('cutTo' in write)
    return Buffer.concat([content, Buffer.alloc(Math.max(0, write.cutTo - content.length))]).subarray(
      0,
      write.cutTo,
    );
  const end = write.at + write.bytes.length;
  const grown = Buffer.concat([content, Buffer.alloc(Math.max(0, end - content.length))]);
  write.bytes.copy(grown, write.at);
  return grown;
}

/** What is kept of the writes that were not synced: none, or some of them, the last one torn at a sector. */
function surviving(inode: Inode, random: (() => number) | undefined): Buffer {
  if (random === undefined) return inode.synced;
  let content = inode.synced;
  for (const write of inode.pending) {
    if (random() < 0.5) continue;
    const torn =
      'bytes' in write && random() < 0.3
        ? {
            ...write,
            bytes: write.bytes.subarray(0, Math.floor((write.bytes.length * random()) / sector) * sector),
          }
        : write;
    content = apply(content, torn);
  }
  return content;
}

/**
 * The states of a folder after a power loss at each of its syncs, from a recording of its system calls. What was synced
 * is there; of the rest nothing, or with `random` any part of it. A name is certain once its folder was synced;
 * folders themselves are taken to be there.
 */
export function* diskStates(
  calls: readonly SystemCall[],
  folder: string,
  random?: () => number,
): Generator<DiskState> {
  const names = new Map<string, Inode>();
  const syncedNames = new Map<string, Inode>();
  const positions = new Map<string, number>();
  const inside = (path: string): string | undefined =>
    path === folder || path.startsWith(`${folder}/`) ? path : undefined;
  const pathOf = (bytes: Buffer | undefined): string | undefined =>
    bytes === undefined ? undefined : inside(resolve(bytes.toString()));
  const write = (path: string, pending: Pending): void => void names.get(path)?.pending.push(pending);

  for (const { at, name, parameters, result } of calls) {
    if (result < 0) continue;
    const strings = stringsIn(parameters);
    const descriptor = /^\d+/.exec(parameters)?.[0] ?? '';
    const path = inside(pathIn(parameters)) ?? '';
    switch (name) {
      case 'openat': {
        const opened = pathOf(strings[0]);
        positions.set(String(result), 0);
        if (opened === undefined) break;
        if (parameters.includes('O_CREAT') && !names.has(opened))
          names.set(opened, { synced: Buffer.alloc(0), pending: [] });
        if (parameters.includes('O_TRUNC')) write(opened, { cutTo: 0 });
        break;
      }
      case 'pwrite64':
      case 'pwritev':
        write(path, {
          at: Number(/, (\d+)$/.exec(parameters)?.[1]),
          bytes: Buffer.concat(strings).subarray(0, result),
        });
        break;
      case 'write':
      case 'writev': {
        const position = positions.get(descriptor) ?? 0;
        positions.set(descriptor, position + result);
        write(path, { at: position, bytes: Buffer.concat(strings).subarray(0, result) });
        break;
      }
      case 'ftruncate':
        write(path, { cutTo: Number(/, (\d+)$/.exec(parameters)?.[1]) });
        break;
      case 'rename':
      case 'renameat':
      case 'renameat2':
      case 'link':
      case 'linkat': {
        const [from, to] = strings.map(pathOf);
        const inode = from === undefined ? undefined : names.get(from);
        if (inode === undefined || from === undefined || to === undefined) break;
        names.set(to, inode);
        if (name.startsWith('rename')) names.delete(from);
        break;
      }
      case 'unlink':
      case 'unlinkat': {
        const gone = pathOf(strings[0]);
        if (gone !== undefined) names.delete(gone);
        break;
      }
      case 'fsync':
      case 'fdatasync': {
        if (path === '') break;
        const inode = names.get(path);
        if (inode === undefined) {
          // A folder: from now on its names are certain, and those that it lost are gone for certain.
          for (const known of syncedNames.keys()) if (dirname(known) === path) syncedNames.delete(known);
          for (const [known, each] of names) if (dirname(known) === path) syncedNames.set(known, each);
        } else {
          for (const each of inode.pending.splice(0)) inode.synced = apply(inode.synced, each);
        }
        const files = new Map<string, Buffer>();
        for (const [known, each] of syncedNames) files.set(relative(folder, known), surviving(each, random));
        if (random !== undefined)
          for (const [known, each] of names)
            if (!syncedNames.has(known) && random() < 0.5)
              files.set(relative(folder, known), surviving(each, random));
        yield { at, files };
      }
    }
  }
}

/** Puts a state onto a real disk. */
export async function writeState({ files }: DiskState, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
