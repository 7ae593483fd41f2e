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
  /** Pictures are drawn one at a time: a large one takes much memory and every core anyway. */
  readonly drawing: SerialQueue;
  /** Calls received since the start, by `provider:call`. */
  readonly calls: Map<string, number>;
  settings: EmulatorSettings;
}

/** Applies one fact to the jobs. */
function apply(jobs: Map<string, Job>, truth: Truth): void {
  if (truth.type === 'accepted') jobs.set(truth.job.id, { ...truth.job });
  if (truth.type !== 'cancelled' && truth.type !== 'deleted') return;
  const job = jobs.get(truth.job);
  if (job === undefined) return;
  if (truth.type === 'cancelled') job.cancelledAt = truth.at;
  else job.deleted = true;
}

export function openWorld(options: {
  dataFolder: string | undefined;
  clock: EmulatorClock;
  settings: EmulatorSettings;
}): World {
  const log = openTruthLog(options.dataFolder);
  const jobs = new Map<string, Job>();
  for (const truth of log.entries) apply(jobs, truth);
  return {
    clock: options.clock,
    log,
    jobs,
    faults: createFaultBook(),
    uploads: createUploadStore(options.dataFolder),
    drawing: createSerialQueue(),
    calls: new Map(),
    settings: options.settings,
  };
}

/** Writes facts down and lets them hold from now on. */
export function record(world: World, truths: readonly Truth[], durable = true): void {
  world.log.append(truths, durable);
  for (const truth of truths) apply(world.jobs, truth);
}

/** USD charged for a job so far, refunds taken off. */
export function chargedFor(world: World, job: string): number {
  let usd = 0;
  for (const truth of world.log.entries) {
    if (truth.type === 'charged' && truth.job === job) usd += truth.usd;
    if (truth.type === 'refunded' && truth.job === job) usd -= truth.usd;
  }
  return usd;
}

/** USD left on an account. */
export function balanceOf(world: World, account: string): number {
  let usd = world.settings.balanceUsd;
  for (const truth of world.log.entries) {
    if (truth.type !== 'charged' && truth.type !== 'refunded') continue;
    if (world.jobs.get(truth.job)?.account !== account) continue;
    usd += truth.type === 'charged' ? -truth.usd : truth.usd;
  }
  return Math.round(usd * 1e6) / 1e6;
}

/** Forgets everything but the settings. */
export function resetWorld(world: World): void {
  world.log.clear();
  world.jobs.clear();
  world.faults.clear();
  world.uploads.clear();
  world.calls.clear();
}
