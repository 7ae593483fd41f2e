import type { DatabaseSync } from 'node:sqlite';

import type { Claims, Clock, Memo } from '#core/run/capabilities.ts';

import { checksumOf, requireSound } from './checksum.ts';
import type { JournalWriter } from './writer.ts';

/** What the stores of a journal are made of. */
export interface StoreOptions {
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly writer: JournalWriter;
}

/** Results by fingerprint, in the journal. */
export function createMemo({ database, clock, writer }: StoreOptions): Memo {
  const get = database.prepare('select entry, sum from memo where fingerprint = ?');
  const set = database.prepare(
    'insert or replace into memo (fingerprint, entry, at, sum) values (?, ?, ?, ?)',
  );
  return {
    get: async (fingerprint) => {
      const row = get.get(fingerprint);
      if (row === undefined) return undefined;
      // A damaged entry is no miss: what it stands for was paid for.
      try {
        requireSound(row['sum'], fingerprint, row['entry']);
      } catch (error) {
        writer.condemn(error);
        throw error;
      }
      return JSON.parse(String(row['entry']));
    },
    set: async (fingerprint, entry) => {
      const text = JSON.stringify(entry);
      await writer.store(() => set.run(fingerprint, text, clock.now(), checksumOf(fingerprint, text)));
    },
  };
}

export interface ClaimReader {
  /** Who has a claim; undefined when nobody has. */
  ownerOf(fingerprint: string): string | undefined;
}

/** Who is buying what, in the journal, so that it holds over a crash. */
export function createClaims({ database, clock, writer }: StoreOptions): Claims & ClaimReader {
  const get = database.prepare('select owner, held from claim where fingerprint = ?');
  const insert = database.prepare(
    'insert or ignore into claim (fingerprint, owner, at, sum) values (?, ?, ?, ?)',
  );
  const remove = database.prepare('delete from claim where fingerprint = ? and owner = ?');
  const hold = database.prepare('update claim set held = ? where fingerprint = ?');
  const waiting = new Map<string, Set<() => void>>();
  const wakeAll = (fingerprint: string): void => {
    const wakes = waiting.get(fingerprint) ?? [];
    waiting.delete(fingerprint);
    for (const wake of wakes) wake();
  };
  return {
    ownerOf: (fingerprint) => {
      const owner = get.get(fingerprint)?.['owner'];
      return typeof owner === 'string' ? owner : undefined;
    },
    acquire: async (fingerprint, owner) => {
      await writer.store(() => insert.run(fingerprint, owner, clock.now(), checksumOf(fingerprint, owner)));
      const row = get.get(fingerprint);
      const held = row?.['held'];
      return { owner: String(row?.['owner'] ?? owner), held: typeof held === 'string' ? held : undefined };
    },
    hold: async (fingerprint, attempt) => {
      await writer.store(() => hold.run(attempt ?? null, fingerprint));
      wakeAll(fingerprint);
    },
    release: async (fingerprint, owner) => {
      await writer.store(() => remove.run(fingerprint, owner));
      wakeAll(fingerprint);
    },
    released: (fingerprint, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const row = get.get(fingerprint);
        if (row === undefined || row['held'] !== null) {
          resolve();
          return;
        }
        const wakes = waiting.get(fingerprint) ?? new Set();
        waiting.set(fingerprint, wakes);
        const stop = (): void => {
          wakes.delete(wake);
          reject(signal.reason as Error);
        };
        const wake = (): void => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        wakes.add(wake);
        signal.addEventListener('abort', stop, { once: true });
      }),
  };
}
