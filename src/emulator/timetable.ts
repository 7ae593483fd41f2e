import type { Fate } from './faults/fate.ts';
import { stageOf, type Job } from './job.ts';
import type { EmulatorSettings } from './settings.ts';

/**
 * When a job accepted now begins and ends, in ms since epoch. Jobs start in the order of acceptance, as many at once
 * as the settings say; nothing later changes these times, so that a restart finds every job where it would have been.
 */
export function planTimes(options: {
  jobs: Iterable<Job>;
  settings: EmulatorSettings;
  fate: Fate;
  images: number;
  now: number;
}): { startAt: number; finishAt: number } {
  const { settings, fate, now } = options;
  const ends = [...options.jobs]
    .filter((job) => job.cancelledAt === undefined && job.finishAt > now)
    .map((job) => job.finishAt)
    .sort((a, b) => b - a);
  const free = ends[settings.jobsAtOnce - 1] ?? now;
  const startAt = Math.max(free, now + (fate.queuedMs ?? settings.queuedMs * settings.latencyScale));
  const imageMs = fate.imageMs ?? settings.imageMs * settings.latencyScale;
  return { startAt, finishAt: startAt + imageMs * options.images };
}

/** Place in the queue counted from 1: one more than the jobs of the provider that start before this one. */
export function queuePosition(jobs: Iterable<Job>, job: Job, now: number): number {
  let ahead = 0;
  for (const other of jobs) {
    if (other.id === job.id) break;
    if (other.family === job.family && stageOf(other, now) === 'queued') ahead += 1;
  }
  return ahead + 1;
}
