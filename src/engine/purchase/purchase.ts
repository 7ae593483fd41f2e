import type { TaskContext } from '#core/durable/seam.ts';
import type { Capabilities } from '#core/run/capabilities.ts';
import { FailureError, type Failure } from '#core/run/failure.ts';

import { fingerprintPurchase } from '../fingerprint.ts';
import { recallPurchase, type PurchaseRecord } from '../purchase-record.ts';
import type { ResolvedRequest } from '../request.ts';
import { acquireJob, cancelled } from './attempt.ts';
import { collectImages } from './collect.ts';
import { followJob } from './follow.ts';
import type { LaneGate } from './lane-gate.ts';

/** One purchase of one execution of a paid node. */
export interface PurchaseOptions {
  readonly task: TaskContext;
  readonly node: string;
  readonly execution: number;
  /** Counts the purchases of this execution, from 0. */
  readonly call: number;
  readonly purchase: ResolvedRequest;
  /** Buys even what is known. */
  readonly force: boolean;
  readonly runCapUsd: number | undefined;
  readonly capabilities: Capabilities;
  readonly gate: LaneGate;
}

export interface Purchased {
  readonly record: PurchaseRecord;
  readonly cached: boolean;
  /** Images that were paid for and could not be fetched. */
  readonly losses: readonly Failure[];
}

/**
 * The money protocol. Memo, else: intent on disk, one POST, operation on disk, polls, images on disk one by one, memo.
 * Every step is journalled before the next begins, so that an execution after a crash goes on where the last one
 * stopped and no path submits an attempt twice. Identical requests wait for each other. Throws FailureError.
 */
export async function purchase(options: PurchaseOptions): Promise<Purchased> {
  const { task, call, force, capabilities } = options;
  const { request, model } = options.purchase;
  const { memo, claims, budget, digest } = capabilities;
  const fingerprint = fingerprintPurchase(digest, request);
  const claim = force ? fingerprintPurchase(digest, request, task.id) : fingerprint;
  await acquireClaim(options, claim);
  const known = await task.step(`memo#${call}`, async () =>
    force ? null : ((await recallPurchase(capabilities, fingerprint)) ?? null),
  );
  if (known !== null) {
    await claims.release(claim, task.id);
    return { record: known, cached: true, losses: [] };
  }
  try {
    const job = await acquireJob(options);
    const result = await followJob(options, job);
    const { images, losses } = await collectImages(options, job, result.images);
    const costUsd = model.demo ? 0 : (result.costUsd ?? job.estimateUsd);
    await budget.settle(job.attempt, costUsd ?? undefined);
    const [first] = losses;
    if (images.length === 0 && first !== undefined) throw new FailureError(first);
    const record: PurchaseRecord = {
      images,
      provider: request.provider,
      requestId: job.operation.requestId,
      costUsd,
      warnings: describeDelivery(request.count, images.length, losses.length),
    };
    // Also with images lost: they are paid for, so buying them again is for a person to say.
    await memo.set(fingerprint, record);
    return { record, cached: false, losses };
  } finally {
    // A parked attempt never gets here: its claim holds until a person has decided.
    await claims.release(claim, task.id);
  }
}

async function acquireClaim(
  { task, node, execution, capabilities }: PurchaseOptions,
  claim: string,
): Promise<void> {
  const { claims } = capabilities;
  while ((await claims.acquire(claim, task.id)) !== task.id) {
    task.emit({
      type: 'item-progress',
      node,
      execution,
      message: 'the same request is on its way already; waiting for its images',
    });
    try {
      await claims.released(claim, task.signal);
    } catch {
      throw cancelled('Stopped before anything was sent.', 'no');
    }
  }
}

function describeDelivery(asked: number, came: number, lost: number): string[] {
  const delivered = came + lost;
  const warnings =
    lost === 0
      ? []
      : [`${lost} of ${delivered} images could not be fetched from the provider, though they are paid for.`];
  if (delivered === asked) return warnings;
  return [
    ...warnings,
    delivered < asked
      ? `${asked} asked, ${delivered} came: the model treats the count as the most it may draw.`
      : `${asked} asked, ${delivered} came; the extra ${delivered - asked === 1 ? 'one is' : 'ones are'} kept.`,
  ];
}
