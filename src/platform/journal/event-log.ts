import { runEventSchema, type Outcome, type RunEvent, type RunEventDraft } from '#core/run/event.ts';

import { checksumOf, requireSound } from './checksum.ts';
import type { StoreOptions } from './sqlite-stores.ts';
import { inTransaction } from './transaction.ts';

/** Append-only events of all runs. Told to nobody before they are stored, so that no number is ever used twice. */
export interface EventLog {
  append(run: string, draft: RunEventDraft): void;
  /** Tells the last end of a run again, with another outcome. */
  repeatEnd(run: string, outcome: Outcome): void;
  /** Stores what is pending, and in the same transaction what else is to hold with it; it is told right after. */
  write(also?: () => void): void;
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
  const insert = database.prepare('insert into event (seq, run, data, sum) values (?, ?, ?, ?)');
  const ofRun = database.prepare(
    'select seq, run, data, sum from event where run = ? and seq > ? order by seq limit ?',
  );
  const ofAll = database.prepare('select seq, run, data, sum from event where seq > ? order by seq limit ?');
  const lastEnd = database.prepare(
    'select data from event where run = ? and data like \'{"type":"run-end"%\' order by seq desc limit 1',
  );
  const newest = database.prepare('select coalesce(max(seq), 0) as seq from event').get();
  let stored = Number(newest?.['seq'] ?? 0);
  let seq = stored;
  let pending: RunEvent[] = [];
  let scheduled = false;
  const listeners = new Set<() => void>();

  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const write = (also: () => void = () => {}): void => {
    const batch = pending;
    inTransaction(database, () => {
      for (const event of batch) {
        const data = redact(JSON.stringify(event));
        insert.run(event.seq, event.run, data, checksumOf(event.seq, event.run, data));
      }
      also();
    });
    if (batch.length === 0) return;
    pending = [];
    stored = batch.at(-1)?.seq ?? stored;
    queueMicrotask(tell);
  };
  /** While that is not possible, events gather and nobody is told of them. */
  const flush = async (): Promise<void> => {
    await writer.store(() => write());
    scheduled = false;
    if (pending.length > 0) schedule();
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => void flush());
  };
  const page = (run: string | undefined, after: number): RunEvent[] =>
    (run === undefined ? ofAll.all(after, pageSize) : ofRun.all(run, after, pageSize)).map((row) => {
      requireSound(row['sum'], row['seq'], row['run'], row['data']);
      return runEventSchema.parse(JSON.parse(String(row['data'])));
    });

  const append = (run: string, draft: RunEventDraft): void => {
    seq += 1;
    pending.push({ ...draft, seq, run, at: clock.now() });
    schedule();
  };

  return {
    append,
    repeatEnd: (run, outcome) => {
      const row = lastEnd.get(run);
      const end = row === undefined ? undefined : runEventSchema.parse(JSON.parse(String(row['data'])));
      if (end?.type === 'run-end') append(run, { ...end, outcome });
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
