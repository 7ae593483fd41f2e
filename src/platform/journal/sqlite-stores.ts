import type { DatabaseSync } from 'node:sqlite';

import type { Budget, Claims, Clock, Memo } from '#core/run/capabilities.ts';

/** Results by fingerprint, in the journal. */
export function createMemo(database: DatabaseSync, clock: Clock): Memo {
  const get = database.prepare('select entry from memo where fingerprint = ?');
  const set = database.prepare('insert or replace into memo (fingerprint, entry, at) values (?, ?, ?)');
  return {
    get: async (fingerprint) => {
      const row = get.get(fingerprint);
      return row === undefined ? undefined : JSON.parse(String(row['entry']));
    },
    set: async (fingerprint, entry) => {
      set.run(fingerprint, JSON.stringify(entry), clock.now());
    },
  };
}

/** Who is buying what, in the journal, so that it holds over a crash. */
export function createClaims(database: DatabaseSync, clock: Clock): Claims {
  const get = database.prepare('select owner, held from claim where fingerprint = ?');
  const insert = database.prepare('insert or ignore into claim (fingerprint, owner, at) values (?, ?, ?)');
  const remove = database.prepare('delete from claim where fingerprint = ? and owner = ?');
  const hold = database.prepare('update claim set held = ? where fingerprint = ?');
  const waiting = new Map<string, Set<() => void>>();
  const wakeAll = (fingerprint: string): void => {
    const wakes = waiting.get(fingerprint) ?? [];
    waiting.delete(fingerprint);
    for (const wake of wakes) wake();
  };
  return {
    acquire: async (fingerprint, owner) => {
      insert.run(fingerprint, owner, clock.now());
      const row = get.get(fingerprint);
      const held = row?.['held'];
      return { owner: String(row?.['owner'] ?? owner), held: typeof held === 'string' ? held : undefined };
    },
    hold: async (fingerprint, attempt) => {
      hold.run(attempt ?? null, fingerprint);
      wakeAll(fingerprint);
    },
    release: async (fingerprint, owner) => {
      remove.run(fingerprint, owner);
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

/** Spending caps in USD. */
export interface Caps {
  readonly runUsd: number;
  readonly dayUsd: number;
}

/** The calendar day of a moment in the machine's own time zone. */
const dayOf = (at: number): string => {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
};

const inDollars = (usd: number): string => `$${usd.toFixed(2)}`;

/** Sums in binary miss cents by a hair; a hair is not over a cap. */
const hairUsd = 1e-9;

/** What is spent and reserved, in the journal. */
export function createBudget(database: DatabaseSync, clock: Clock, caps: Caps): Budget & SpendReader {
  const ofRun = database.prepare(
    'select coalesce(sum(usd), 0) as usd from spend where run = ? and attempt != ?',
  );
  const ofDay = database.prepare(
    'select coalesce(sum(usd), 0) as usd from spend where day = ? and attempt != ?',
  );
  const insert = database.prepare(
    'insert or replace into spend (attempt, run, day, usd, settled) values (?, ?, ?, ?, 0)',
  );
  const settle = database.prepare('update spend set usd = coalesce(?, usd), settled = 1 where attempt = ?');
  const sum = (row: Record<string, unknown> | undefined): number => Number(row?.['usd'] ?? 0);
  return {
    spentTodayUsd: () => sum(ofDay.get(dayOf(clock.now()), '')),
    reserve: async ({ run, attempt, usd, runCapUsd }) => {
      const runCap = Math.min(caps.runUsd, runCapUsd ?? Infinity);
      const day = dayOf(clock.now());
      if (sum(ofRun.get(run, attempt)) + usd > runCap + hairUsd)
        return { ok: false, message: `This would take the run over its cap of ${inDollars(runCap)}.` };
      if (sum(ofDay.get(day, attempt)) + usd > caps.dayUsd + hairUsd)
        return { ok: false, message: `This would take today over the cap of ${inDollars(caps.dayUsd)}.` };
      insert.run(attempt, run, day, usd);
      return { ok: true };
    },
    settle: async (attempt, usd) => {
      settle.run(usd ?? null, attempt);
    },
  };
}

export interface SpendReader {
  /** Charged and reserved today, in USD. */
  spentTodayUsd(): number;
}
