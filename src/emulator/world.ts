import { createFaultBook, type FaultBook } from './faults/fault-book.ts';
import type { Job } from './job.ts';
import { createSerialQueue, type SerialQueue } from './serial-queue.ts';
import type { EmulatorSettings } from './settings.ts';
import type { EmulatorClock } from './system-clock.ts';
import { openTruthLog, type Truth, type TruthLog } from './truth-log.ts';
import { createUploadStore, type UploadStore } from './uploads.ts';

/** Everything the emulated providers know. All of it but settings and faults is rebuilt from the truth log. */
export interface World {
  readonly clock: EmulatorClock;
  readonly log: TruthLog;
  /** In the order of acceptance. */
  readonly jobs: Map<string, Job>;
  readonly faults: FaultBook;
  readonly uploads: UploadStore;
  readonly ledger: Ledger;
  /** Pictures are drawn one at a time: a large one takes much memory and every core anyway. */
  readonly drawing: SerialQueue;
  /** Calls received since the start, by `provider:call`. */
  readonly calls: Map<string, number>;
  settings: EmulatorSettings;
}

/** USD charged so far, refunds taken off. */
interface Ledger {
  readonly byJob: Map<string, number>;
  readonly byAccount: Map<string, number>;
}

type Books = Pick<World, 'jobs' | 'ledger'>;

const add = (sums: Map<string, number>, key: string, usd: number): void =>
  void sums.set(key, Math.round(((sums.get(key) ?? 0) + usd) * 1e6) / 1e6);

/** Applies one fact to the books. */
function apply({ jobs, ledger }: Books, truth: Truth): void {
  if (truth.type === 'accepted') jobs.set(truth.job.id, { ...truth.job });
  if (truth.type === 'accepted' || truth.type === 'refused') return;
  const job = jobs.get(truth.job);
  if (job === undefined) return;
  if (truth.type === 'cancelled') job.cancelledAt = truth.at;
  if (truth.type === 'deleted') job.deleted = true;
  if (truth.type === 'charged' || truth.type === 'refunded') {
    const usd = truth.type === 'charged' ? truth.usd : -truth.usd;
    add(ledger.byJob, job.id, usd);
    add(ledger.byAccount, job.account, usd);
  }
}

/** Opens the log and rebuilds everything from it. Throws when the log is damaged before its last line. */
export function openWorld(options: {
  dataFolder: string | undefined;
  clock: EmulatorClock;
  settings: EmulatorSettings;
}): World {
  const log = openTruthLog(options.dataFolder);
  const books: Books = { jobs: new Map(), ledger: { byJob: new Map(), byAccount: new Map() } };
  for (const truth of log.entries) apply(books, truth);
  return {
    clock: options.clock,
    log,
    ...books,
    faults: createFaultBook(),
    uploads: createUploadStore(options.dataFolder),
    drawing: createSerialQueue(),
    calls: new Map(),
    settings: options.settings,
  };
}

/** Writes facts down and lets them hold from now on. */
export function record(world: World, truths: readonly Truth[]): void {
  world.log.append(truths);
  for (const truth of truths) apply(world, truth);
}

/** USD charged for a job so far, refunds taken off. */
export const chargedFor = (world: World, job: string): number => world.ledger.byJob.get(job) ?? 0;

/** USD left on an account. */
export const balanceOf = (world: World, account: string): number =>
  Math.round((world.settings.balanceUsd - (world.ledger.byAccount.get(account) ?? 0)) * 1e6) / 1e6;

/** Forgets everything but the settings. */
export function resetWorld(world: World): void {
  world.log.clear();
  world.jobs.clear();
  world.ledger.byJob.clear();
  world.ledger.byAccount.clear();
  world.faults.clear();
  world.uploads.clear();
  world.calls.clear();
}
