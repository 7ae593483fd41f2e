import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reference images that were uploaded, by a path that is also the path of their URL. */
export interface UploadStore {
  /** A new path such as `/uploads/…/cat.jpg`; nothing lies there yet. */
  reserve(filename: string): string;
  isReserved(path: string): boolean;
  write(path: string, bytes: Uint8Array): void;
  read(path: string): Uint8Array | undefined;
  clear(): void;
}

const pathPattern = /^\/uploads\/([0-9a-f-]{36})\//;

/** Keeps uploads in memory, and in files where there is a folder so that they survive the process. */
export function createUploadStore(dataFolder: string | undefined): UploadStore {
  const folder = dataFolder === undefined ? undefined : join(dataFolder, 'uploads');
  const reserved = new Set<string>();
  const kept = new Map<string, Uint8Array>();
  const idOf = (path: string) => pathPattern.exec(path)?.[1];

  return {
    reserve(filename) {
      const id = randomUUID();
      reserved.add(id);
      return `/uploads/${id}/${encodeURIComponent(filename.replace(/^.*[/\\]/, '') || 'file')}`;
    },
    isReserved: (path) => reserved.has(idOf(path) ?? ''),
    write(path, bytes) {
      const id = idOf(path);
      if (id === undefined) return;
      kept.set(id, bytes);
      if (folder === undefined) return;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, id), bytes);
    },
    read(path) {
      const id = idOf(path);
      if (id === undefined) return undefined;
      const bytes = kept.get(id);
      if (bytes !== undefined || folder === undefined) return bytes;
      const file = join(folder, id);
      return existsSync(file) ? readFileSync(file) : undefined;
    },
    clear() {
      reserved.clear();
      kept.clear();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
