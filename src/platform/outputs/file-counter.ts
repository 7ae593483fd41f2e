import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Digits of the number in a file name; larger numbers simply are longer. */
const digits = 5;

export interface FileCounter {
  /** The number after the highest that stands in `folder` or was given out by this process for this name. From 1. */
  next(folder: string, name: string): Promise<number>;
}

/** File systems may hold `Fox` and `fox`, or two spellings of `é`, to be one name; so does the counter. */
const fold = (name: string): string => name.normalize('NFC').toLowerCase();

/** Counts files by folder and name. Two calls never get one number, even at the same time. */
export function makeFileCounter(): FileCounter {
  const counters = new Map<string, Promise<{ last: number }>>();
  return {
    async next(folder, name) {
      const key = join(folder, fold(name));
      let counter = counters.get(key);
      if (counter === undefined) {
        counter = highest(folder, name).then((last) => ({ last }));
        counters.set(key, counter);
        counter.catch(() => counters.delete(key));
      }
      const state = await counter;
      state.last += 1;
      return state.last;
    },
  };
}

async function highest(folder: string, name: string): Promise<number> {
  const stem = `${fold(name)}_`;
  let last = 0;
  for (const file of await readdir(folder)) {
    const folded = fold(file);
    const number = folded.startsWith(stem) ? /^(\d{5,15})(?:\.|$)/.exec(folded.slice(stem.length)) : null;
    if (number !== null) last = Math.max(last, Number(number[1]));
  }
  return last;
}

/** `fox`, 3, `jpg` → `fox_00003.jpg` */
export const numberedName = (name: string, number: number, extension: string): string =>
  `${name}_${String(number).padStart(digits, '0')}.${extension}`;
