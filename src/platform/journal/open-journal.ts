import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Budget, Claims, Clock, Memo } from '#core/run/capabilities.ts';

import { createBudget, type Caps, type SpendReader } from './budget.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import type { LaneLimits } from './lanes.ts';
import { openDatabase } from './open-database.ts';
import { createRunNames, type RunNames } from './run-names.ts';
import { createRunQueue, type RunQueue } from './run-queue.ts';
import { createSqliteEngine, type SqliteEngine } from './sqlite-engine.ts';
import { createClaims, createMemo } from './sqlite-stores.ts';

/** Everything that has to survive a crash, in one file of the data folder. */
export interface Journal {
  readonly engine: SqliteEngine;
  readonly events: Pick<EventLog, 'read' | 'newestSeq'>;
  readonly memo: Memo;
  readonly claims: Claims;
  readonly budget: Budget & SpendReader;
  readonly queue: RunQueue;
  readonly names: RunNames;
  close(): void;
}

export interface JournalOptions {
  /** Made when it does not exist. */
  readonly folder: string;
  readonly clock: Clock;
  readonly limitsOf: (lane: string) => LaneLimits;
  /** Asked at every use. */
  readonly caps: () => Caps;
  /** Called when a step could not be stored: the process has to end. */
  readonly onFatal: (error: unknown) => void;
}

/** Opens the journal of a data folder. Throws FolderInUseError while another process has it. */
export async function openJournal({
  folder,
  clock,
  limitsOf,
  caps,
  onFatal,
}: JournalOptions): Promise<Journal> {
  await mkdir(folder, { recursive: true });
  const database = openDatabase(join(folder, 'journal.db'));
  const events = createEventLog(database, clock);
  const queue = createRunQueue(database);
  const engine = createSqliteEngine({ database, events, queue, limitsOf, clock, onFatal });
  return {
    engine,
    events,
    memo: createMemo(database, clock),
    claims: createClaims(database, clock),
    budget: createBudget(database, clock, caps),
    queue,
    names: createRunNames(database),
    close: () => {
      engine.stop();
      database.close();
    },
  };
}
