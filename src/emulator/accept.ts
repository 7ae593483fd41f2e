import { randomUUID } from 'node:crypto';

import { canonicalJson, sha256, shortened } from './canonical-json.ts';
import type { Fate } from './faults/fate.ts';
import type { Job } from './job.ts';
import type { EmulatedModel } from './models.ts';
import type { Look } from './picture/look.ts';
import { planTimes } from './timetable.ts';
import { balanceOf, record, type World } from './world.ts';

/** A request that passed validation. */
export interface Submission {
  readonly model: EmulatedModel;
  readonly account: string;
  readonly body: Record<string, unknown>;
  readonly prompt: string;
  readonly count: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly look: Look | undefined;
  /** What went wrong with its references after acceptance. */
  readonly fate?: Partial<Fate>;
  readonly base64: boolean;
}

/** USD that a batch costs. */
export const priceOf = (world: World, images: number): number =>
  Math.round(world.settings.imageUsd * images * 1e6) / 1e6;

/** Whether the account can pay for a batch of this size. */
export const canPay = (world: World, account: string, images: number): boolean =>
  balanceOf(world, account) >= priceOf(world, images);

/** ms until a provider takes another job, or 0 when it takes one now. */
export function waitMs(world: World, family: 'runcomfy' | 'wavespeed'): number {
  const limit = world.settings.perMinute[family];
  if (limit === 0) return 0;
  const now = world.clock.now();
  const recent = [...world.jobs.values()].filter(
    (job) => job.family === family && job.acceptedAt > now - 60_000,
  );
  const oldest = recent.at(-limit);
  return oldest === undefined ? 0 : oldest.acceptedAt + 60_000 - now;
}

function chargeOf(world: World, submission: Submission, fate: Fate): number {
  if (fate.chargeUsd !== undefined) return fate.chargeUsd;
  if (fate.ending !== 'completed') return 0;
  return priceOf(
    world,
    world.settings.billing === 'requested' ? submission.count : (fate.delivered ?? submission.count),
  );
}

/** Takes a job in: it is on disk, with its charge, when this returns. */
export function accept(world: World, submission: Submission): Job {
  const { model, prompt } = submission;
  const decided = world.faults.takeFate({ provider: model.family, call: 'submit', model: model.id, prompt });
  const fate: Fate = { ...decided, ...submission.fate };
  const now = world.clock.now();
  const job: Job = {
    id: model.family === 'wavespeed' ? randomUUID().replaceAll('-', '') : randomUUID(),
    family: model.family,
    model: model.id,
    account: submission.account,
    acceptedAt: now,
    ...planTimes({
      jobs: world.jobs.values(),
      settings: world.settings,
      fate,
      images: fate.delivered ?? submission.count,
      now,
    }),
    body: shortened(submission.body) as Record<string, unknown>,
    bodyHash: sha256(canonicalJson(submission.body)),
    prompt,
    requested: submission.count,
    width: submission.width,
    height: submission.height,
    seed: submission.seed,
    look: submission.look,
    base64: submission.base64,
    fate,
  };
  const usd = chargeOf(world, submission, fate);
  record(world, [
    { type: 'accepted', at: now, job },
    ...(usd > 0 ? [{ type: 'charged' as const, at: now, job: job.id, usd }] : []),
  ]);
  return world.jobs.get(job.id) ?? job;
}
