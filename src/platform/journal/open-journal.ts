import { access, constants, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import type { Budget, Claims, Clock, Memo } from '#core/run/capabilities.ts';

import { createBackups, newestBackup, type Backups } from './backups.ts';
import { createBudget, type Caps, type SpendReader } from './budget.ts';
import { JournalDamagedError } from './checksum.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import type { LaneLimits } from './lanes.ts';
import { openDatabase } from './open-database.ts';
import { createRunNames, type RunNames } from './run-names.ts';
import { createRunQueue, type RunQueue } from './run-queue.ts';
import { createSqliteEngine, type SqliteEngine } from './sqlite-engine.ts';
import { createClaims, createMemo, type ClaimReader } from './sqlite-stores.ts';
import { createWriter, JournalUnavailableError, type JournalHealth } from './writer.ts';

/** Everything that has to survive a crash, in one file of the data folder. */
export interface Journal {
  readonly engine: SqliteEngine;
  readonly events: Pick<EventLog, 'read' | 'newestSeq'>;
  readonly memo: Memo;
  readonly claims: Claims & ClaimReader;
  readonly budget: Budget & SpendReader;
  readonly queue: RunQueue;
  readonly names: RunNames;
  readonly backups: Backups;
  /** Whether it takes writes at the moment. */
  health(): JournalHealth;
  close(): void;
}

export interface JournalOptions {
  /** Made when it does not exist. */
  readonly folder: string;
  readonly clock: Clock;
  readonly limitsOf: (lane: string) => LaneLimits;
  /** Asked at every use. */
  readonly caps: () => Caps;
  /** Called when the journal is not to be trusted any more: nothing is stored from then on. */
  readonly onFatal: (message: string) => void;
  /** Whether a disk without room is waited for. `wait` when left out. */
  readonly patience?: 'wait' | 'fail';
  /** Takes out of events what must not be kept. */
  readonly redact?: (json: string) => string;
}

/** Opens the journal of a data folder. Throws FolderInUseError while another process has it, and JournalDamagedError. */
export async function openJournal({
  folder,
  clock,
  limitsOf,
  caps,
  onFatal,
  patience = 'wait',
  redact,
}: JournalOptions): Promise<Journal> {
  await makeDataFolder(folder);
  const database = await openOrOffer(folder);
  const writer = createWriter({ clock, onFatal, patience });
  const stores = { database, clock, writer };
  const events = createEventLog(stores, redact);
  const queue = createRunQueue(stores);
  const engine = createSqliteEngine({ ...stores, events, queue, limitsOf });
  return {
    engine,
    events,
    memo: createMemo(stores),
    claims: createClaims(stores),
    budget: createBudget(stores, caps),
    queue,
    names: createRunNames(stores),
    health: () => writer.health(),
    backups: createBackups({ database, dataFolder: folder, clock }),
    close: () => {
      engine.stop();
      database.close();
    },
  };
}

/** Throws JournalUnavailableError, with the reason in words. */
async function makeDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JournalUnavailableError(
      `The data folder ${folder} cannot be written (${reason}). Make it writable, or name another one with --data or BATCHWORK_DATA.`,
    );
  }
}

/** A damaged journal is never begun anew by stealth: what it knew was paid for. */
async function openOrOffer(folder: string): Promise<DatabaseSync> {
  const file = join(folder, 'journal.db');
  const backup = await newestBackup(folder);
  try {
    const found = await stat(file).catch(() => undefined);
    if (backup !== undefined && (found === undefined || found.size === 0))
      throw new JournalDamagedError(`The journal ${file} is gone or empty.`);
    return openDatabase(file);
  } catch (error) {
    if (!(error instanceof JournalDamagedError)) throw error;
    const offer =
      backup === undefined
        ? 'There is no backup of it.'
        : `The newest backup is ${backup}; "batchwork restore" goes back to it.`;
    throw new JournalDamagedError(`${error.message} Nothing was changed. ${offer}`);
  }
}
