import { z } from 'zod';

import type { TaskContext } from '#core/durable/seam.ts';
import { operationSchema, type Operation } from '#core/model/image-model.ts';
import type { Capabilities } from '#core/run/capabilities.ts';
import { FailureError, toFailure, type Failure, type FailureCode } from '#core/run/failure.ts';

import { fingerprintPurchase, type Fingerprint } from '../fingerprint.ts';
import { purchaseRecordSchema, recallPurchase, type PurchaseRecord } from '../purchase-record.ts';
import type { ResolvedRequest } from '../request.ts';
import { acquireJob, type AcquiredJob } from './attempt.ts';
import { acquireClaim } from './claim.ts';
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

const recalledSchema = z.union([
  z.object({ type: z.literal('known'), record: purchaseRecordSchema }),
  z.object({ type: z.literal('bought'), operation: operationSchema }),
  z.null(),
]);

/** Failures after which the images may still be at the provider: asking again has to ask for these, not for new ones. */
const boughtStill: ReadonlySet<FailureCode> = new Set([
  'download-failed',
  'blocked-destination',
  'empty-result',
  'not-found',
  'protocol',
]);

/**
 * The money protocol. Memo, else: intent on disk, one POST, operation on disk, polls, images on disk one by one, memo.
 * Every step is journalled before the next begins, so that an execution after a crash goes on where the last one
 * stopped and no path submits an attempt twice. Identical requests wait for each other. Throws FailureError.
 */
export async function purchase(options: PurchaseOptions): Promise<Purchased> {
  const { task, call, force, capabilities } = options;
  const { request } = options.purchase;
  const { claims, digest } = capabilities;
  const fingerprint = fingerprintPurchase(digest, request);
  const claim = force ? fingerprintPurchase(digest, request, task.id) : fingerprint;
  await acquireClaim(options, claim);
  try {
    const known = recalledSchema.parse(
      await task.step(`memo#${call}`, async () =>
        force ? null : ((await recallPurchase(capabilities, fingerprint)) ?? null),
      ),
    );
    if (known?.type === 'known') return { record: known.record, cached: true, losses: [] };
    if (known?.type === 'bought') {
      const attempt = `${task.id}.${call}.fetch`;
      const job = { attempt, operation: known.operation, estimateUsd: 0, account: null, own: false };
      return await bringHome(options, job, fingerprint).catch(explainBought);
    }
    const job = await acquireJob(options, claim);
    return await bringHome(options, job, fingerprint);
  } finally {
    // A parked attempt does not get here: its claim holds until a person has decided.
    await claims.release(claim, task.id);
  }
}

/** Follows a job to its end and stores what it brought; also what is missing, so that it is never bought again. */
async function bringHome(
  options: PurchaseOptions,
  job: AcquiredJob,
  fingerprint: Fingerprint,
): Promise<Purchased> {
  const { purchase, capabilities } = options;
  const { memo, budget } = capabilities;
  const { operation } = job;
  try {
    const result = await followJob(options, job);
    const { images, losses } = await collectImages(options, job, result.images);
    const free = purchase.model.demo || !job.own;
    const costUsd = free ? 0 : (result.costUsd ?? job.estimateUsd);
    if (job.own)
      await budget.settle(job.attempt, { usd: costUsd ?? undefined, images: result.images.length });
    const record: PurchaseRecord = {
      images,
      operation,
      incomplete: losses.length > 0,
      costUsd,
      warnings: [
        ...describeDelivery(purchase.request.count, images.length, losses.length),
        ...describeTwins(images),
        ...describeBlanks(images),
      ],
    };
    await memo.set(fingerprint, record);
    const [first] = losses;
    if (images.length === 0 && first !== undefined) throw new FailureError(first);
    return { record, cached: false, losses };
  } catch (error) {
    if (boughtStill.has(toFailure(error).code)) await rememberBought(capabilities, fingerprint, operation);
    throw error;
  }
}

/** What was bought before and cannot be had any more is for a person to buy again. */
const explainBought = (error: unknown): never => {
  const failure = toFailure(error);
  throw new FailureError({
    ...failure,
    message: `${failure.message} These images were bought before; run anew to buy them again.`,
  });
};

const rememberBought = (
  { memo }: Capabilities,
  fingerprint: Fingerprint,
  operation: Operation,
): Promise<void> =>
  memo.set(fingerprint, { images: [], operation, incomplete: true, costUsd: null, warnings: [] });

/** Places of a batch that hold the very same bytes. */
function describeTwins(images: PurchaseRecord['images']): string[] {
  const twins = images.length - new Set(images.map(({ asset }) => asset.hash)).size;
  return twins === 0 ? [] : [`${twins} of ${images.length} images came twice: their bytes are the same.`];
}

/** A plain picture is what a refused drawing may look like; it is charged all the same, so a person decides. */
function describeBlanks(images: PurchaseRecord['images']): string[] {
  const blanks = images.flatMap(({ blank }, index) => (blank === undefined ? [] : [index + 1]));
  if (blanks.length === 0) return [];
  return [
    blanks.length === 1
      ? `Image ${blanks[0]} of ${images.length} is one plain colour. It is kept and paid for; nothing was drawn again.`
      : `Images ${blanks.join(', ')} of ${images.length} are one plain colour each. They are kept and paid for; nothing was drawn again.`,
  ];
}

function describeDelivery(asked: number, came: number, lost: number): string[] {
  const delivered = came + lost;
  const warnings =
    lost === 0
      ? []
      : [
          `${lost} of ${delivered} images could not be fetched, though they are paid for. Run again to fetch them; that costs nothing.`,
        ];
  if (delivered === asked) return warnings;
  return [
    ...warnings,
    delivered < asked
      ? `${asked} asked, ${delivered} came: the model treats the count as the most it may draw.`
      : `${asked} asked, ${delivered} came; the extra ${delivered - asked === 1 ? 'one is' : 'ones are'} kept.`,
  ];
}
