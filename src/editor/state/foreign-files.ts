import { z } from 'zod';

const key = 'batchwork.foreign-files';
/** Files that are remembered; the oldest give way. */
const kept = 2_000;

/** Saved workflows that came from outside and were not run with a person's consent yet, by file name. */
export interface ForeignFiles {
  has(file: string): boolean;
  add(file: string): void;
  delete(file: string): void;
}

/** Keeps the names in the browser, beside the tabs. Without a storage nothing is remembered. */
export function keepForeignFiles(storage: Storage): ForeignFiles {
  const read = (): string[] => {
    try {
      return z.array(z.string()).parse(JSON.parse(storage.getItem(key) ?? '[]'));
    } catch {
      return [];
    }
  };
  const write = (files: readonly string[]): void => {
    try {
      storage.setItem(key, JSON.stringify(files.slice(-kept)));
    } catch {
      // The tab itself still knows, until it is closed.
    }
  };
  return {
    has: (file) => read().includes(file),
    add: (file) => write([...read().filter((known) => known !== file), file]),
    delete: (file) => {
      const before = read();
      if (before.includes(file)) write(before.filter((known) => known !== file));
    },
  };
}
