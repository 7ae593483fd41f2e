import { runEventSchema, type RunEvent, type RunEventDraft } from '#core/run/event.ts';

import type { StoreOptions } from './sqlite-stores.ts';
import { inTransaction } from './transaction.ts';

/** Append-only events of all runs. Told to nobody before they are stored, so that no number is ever used twice. */
export interface EventLog {
  append(run: string, draft: RunEventDraft): void;
  /** Stores what is pending, as a part of somebody's write; it is told right after. */
  write(): void;
  /** Events after `fromSeq`, of one run or of all: the stored ones, then live ones until aborted. */
  follow(run: string | undefined, fromSeq: number, signal: AbortSignal): AsyncIterable<RunEvent>;
  /** Stored events of one run. */
  read(run: string, fromSeq: number): readonly RunEvent[];
  newestSeq(): number;
}

const pageSize = 1_000;

/** `redact` sees every event as JSON before it is stored. */
export function createEventLog(
  { database, clock, writer }: StoreOptions,
  redact: (json: string) => string = (json) => json,
): EventLog {
  const insert = database.prepare('insert into event (seq, run, data) values (?, ?, ?)');
  const ofRun = database.prepare('select data from event where run = ? and seq > ? order by seq limit ?');
  const ofAll = database.prepare('select data from event where seq > ? order by seq limit ?');
  const newest = database.prepare('select coalesce(max(seq), 0) as seq from event').get();
  let stored = Number(newest?.['seq'] ?? 0);
  let seq = stored;
  let pending: RunEvent[] = [];
  let scheduled = false;
  const listeners = new Set<() => void>();

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const write = (): void => {
    const batch = pending;
    if (batch.length === 0) return;
    inTransaction(database, () => {
      for (const event of batch) insert.run(event.seq, event.run, redact(JSON.stringify(event)));
    });
    pending = [];
    stored = batch.at(-1)?.seq ?? stored;
    queueMicrotask(tell);
  };
  /** While that is not possible, events gather and nobody is told of them. */
  const flush = async (): Promise<void> => {
    await writer.store(write);
    scheduled = false;
    if (pending.length > 0) schedule();
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => void flush());
  };
  const page = (run: string | undefined, after: number): RunEvent[] =>
    (run === undefined ? ofAll.all(after, pageSize) : ofRun.all(run, after, pageSize)).map((row) =>
      runEventSchema.parse(JSON.parse(String(row['data']))),
    );

  return {
    append: (run, draft) => {
      seq += 1;
      pending.push({ ...draft, seq, run, at: clock.now() });
      schedule();
    },
    write,
    newestSeq: () => stored,
    read: (run, fromSeq) => {
      const events: RunEvent[] = [];
      for (let after = fromSeq; ;) {
        const next = page(run, after);
        events.push(...next);
        if (next.length < pageSize) return events;
        after = next.at(-1)?.seq ?? after;
      }
    },
    follow: async function* follow(run, fromSeq, signal) {
      let after = fromSeq;
      let wake: () => void = () => {};
      const listener = (): void => wake();
      listeners.add(listener);
      signal.addEventListener('abort', listener);
      try {
        while (!signal.aborted && database.isOpen) {
          const events = after < stored ? page(run, after) : [];
          if (events.length > 0) {
            after = events.at(-1)?.seq ?? after;
            yield* events;
            continue;
          }
          // Nothing of this run up to here: the next look begins where the log ends now.
          after = Math.max(after, stored);
          await new Promise<void>((resolve) => {
            wake = resolve;
            if (signal.aborted || after < stored) resolve();
          });
        }
      } finally {
        listeners.delete(listener);
        signal.removeEventListener('abort', listener);
      }
    },
  };
}
