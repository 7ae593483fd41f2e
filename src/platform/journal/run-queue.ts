import type { DatabaseSync } from 'node:sqlite';

import type { Queue } from '#core/api/queue.ts';

import { inTransaction } from './transaction.ts';
import type { JournalWriter } from './writer.ts';

/**
 * The order of the runs that have not ended, and whether anything new is bought. All of it is kept over restarts.
 * Changes throw JournalUnavailableError when they cannot be stored.
 */
export interface RunQueue {
  read(): Queue;
  /** How many runs have not ended. */
  length(): number;
  isPaused(): boolean;
  /** Orders runs; of the lowest is served first. A run that is not in the queue goes last. */
  rankOf(run: string): number;
  /** Place in the queue, from 1; undefined for a run that is not in it. */
  positionOf(run: string): number | undefined;
  /** The rank that a new run gets. */
  nextRank(): number;
  /** Takes in a run that is committed. */
  add(run: string, rank: number): void;
  remove(run: string): void;
  pause(paused: boolean): void;
  /** Puts a run before another one, or last (null). False when either of them is not in the queue. */
  move(run: string, before: string | null): boolean;
  /** Answers with a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

export function createRunQueue({
  database,
  writer,
}: {
  database: DatabaseSync;
  writer: JournalWriter;
}): RunQueue {
  const readMark = database.prepare("select value from mark where name = 'paused'");
  const writeMark = database.prepare("insert or replace into mark (name, value) values ('paused', ?)");
  const setRank = database.prepare('update task set rank = ? where id = ?');
  const highest = database.prepare('select coalesce(max(rank), 0) as rank from task').get();
  let last = Number(highest?.['rank'] ?? 0);
  let paused = readMark.get()?.['value'] === 'true';
  const ranks = new Map<string, number>();
  /** By rank. */
  let runs: string[] = [];
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const rankOf = (run: string): number => ranks.get(run) ?? Infinity;

  return {
    read: () => ({ paused, runs: [...runs] }),
    length: () => runs.length,
    isPaused: () => paused,
    rankOf,
    positionOf: (run) => (ranks.has(run) ? runs.indexOf(run) + 1 : undefined),
    nextRank: () => {
      last += 1;
      return last;
    },
    add: (run, rank) => {
      if (ranks.has(run)) return;
      ranks.set(run, rank);
      const at = runs.findLastIndex((other) => rankOf(other) <= rank);
      runs.splice(at + 1, 0, run);
      tell();
    },
    remove: (run) => {
      if (!ranks.delete(run)) return;
      runs = runs.filter((other) => other !== run);
      tell();
    },
    pause: (wanted) => {
      if (wanted === paused) return;
      writer.storeNow(() => writeMark.run(String(wanted)));
      paused = wanted;
      tell();
    },
    move: (run, before) => {
      if (!ranks.has(run) || (before !== null && !ranks.has(before))) return false;
      if (run === before) return true;
      const others = runs.filter((other) => other !== run);
      const at = before === null ? others.length : others.indexOf(before);
      const moved = others.toSpliced(at, 0, run);
      // The runs share the ranks they had, so that the order to later ones does not change.
      const shared = moved.map(rankOf).toSorted((a, b) => a - b);
      writer.storeNow(() =>
        inTransaction(database, () => {
          for (const [index, id] of moved.entries())
            if (rankOf(id) !== shared[index]) setRank.run(shared[index] ?? 0, id);
        }),
      );
      for (const [index, id] of moved.entries()) ranks.set(id, shared[index] ?? 0);
      runs = moved;
      tell();
      return true;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
