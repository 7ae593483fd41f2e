import { z } from 'zod';

import type { JobState } from '#core/model/image-model.ts';
import { FailureError, failureSchema } from '#core/run/failure.ts';

import type { AcquiredJob } from './attempt.ts';
import { cancelled } from './cancelled.ts';
import { deliveredSchema, storeInline, type Delivered } from './collect.ts';
import type { PurchaseOptions } from './purchase.ts';

const resultSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('succeeded'),
    images: z.array(deliveredSchema),
    costUsd: z.number().optional(),
  }),
  z.object({ type: z.literal('failed'), failure: failureSchema }),
  z.object({ type: z.literal('cancelled') }),
]);
type Terminal = z.infer<typeof resultSchema>;

/** A finished job without images is asked again this often before it counts as empty. */
const emptyLooks = 5;
/** In units of the base of all waiting times; a minute in all. */
const emptyPause = 6;
const longestPauseMs = 20_000;
/** A status that nobody knows is worth a word after half an hour, in the same units. */
const strangeAge = 1_800;

/** Polls until the provider says that the job has ended, and journals what it said. Throws FailureError. */
export async function followJob(
  options: PurchaseOptions,
  job: AcquiredJob,
): Promise<{ images: readonly Delivered[]; costUsd?: number | undefined }> {
  const { task, capabilities } = options;
  const { provider, requestId } = job.operation;
  const result = resultSchema.parse(await task.step(`result:${job.attempt}`, () => pollToEnd(options, job)));
  const place = { provider, requestId, attempt: job.attempt };
  switch (result.type) {
    case 'succeeded':
      if (result.images.length > 0) return result;
      await capabilities.budget.settle(job.attempt, { usd: undefined, images: 0 });
      throw new FailureError({
        ...place,
        code: 'empty-result',
        message: `${options.purchase.model.title} says the job is done but shows no image.`,
        retryable: false,
        charged: 'unknown',
      });
    case 'failed':
      if (result.failure.charged === 'no')
        await capabilities.budget.settle(job.attempt, { usd: 0, images: 0 });
      throw new FailureError({ ...result.failure, ...place });
    case 'cancelled':
      await capabilities.budget.settle(job.attempt, { usd: 0, images: 0 });
      throw cancelled('Stopped while it was queued at the provider; nothing was charged.', 'no');
  }
}

/** The one place that waits for a provider. Only GETs; trouble with them says nothing about the job. */
async function pollToEnd(options: PurchaseOptions, job: AcquiredJob): Promise<Terminal> {
  const { task, node, execution, purchase, capabilities, gate } = options;
  const { clock, pollMs } = capabilities;
  const { model, request } = purchase;
  const place = {
    type: 'job-progress',
    node,
    execution,
    attempt: job.attempt,
    asked: request.count,
  } as const;
  const never = new AbortController().signal;
  const startedAt = clock.elapsed();
  let stopAsked = false;
  let troubles = 0;
  let notFoundSince: number | undefined;
  let empty = 0;
  let strange = false;
  for (;;) {
    if (task.signal.aborted && !stopAsked) {
      stopAsked = true;
      task.emit({ ...place, phase: 'cancelling' });
      if ((await model.cancel(job.operation)) === 'cancelled') return { type: 'cancelled' };
    }
    // A cancelled run goes on collecting what is paid for, so these GETs do not hang on its signal.
    const polled = await model.poll(job.operation, never);
    let waitMs = Math.max(pollMs, (clock.elapsed() - startedAt) * 0.1);
    if (polled.type === 'trouble') {
      troubles += 1;
      // Another account does not know the job; the one it was bought with still does.
      const otherAccount = job.account !== null && model.account !== job.account;
      notFoundSince = polled.failure.code === 'not-found' ? (notFoundSince ?? clock.elapsed()) : undefined;
      const lost = notFoundSince !== undefined && clock.elapsed() - notFoundSince >= pollMs * notFoundAge;
      const waits = otherAccount && capabilities.patience(task.run) === 'wait';
      if (lost && !waits)
        return { type: 'failed', failure: { ...polled.failure, charged: 'unknown', retryable: false } };
      // Full jitter, and for everybody together no more than the budget gives.
      const longestMs = Math.min(longestPauseMs, pollMs * 2 ** Math.min(troubles, 6));
      const affordable = gate.retries.spend(model.provider);
      waitMs =
        polled.retryAfterMs ?? (affordable ? Math.max(pollMs, longestMs * clock.random()) : longestPauseMs);
      const nextTryAt = clock.now() + waitMs;
      const reason = otherAccount
        ? `${polled.failure.message} It was bought with another key of ${model.title}; set that key again to fetch it.`
        : polled.failure.message;
      task.emit({ ...place, phase: 'waiting', reason, nextTryAt });
    } else {
      troubles = 0;
      notFoundSince = undefined;
      gate.retries.earn(model.provider);
      const { state } = polled;
      if (state.type === 'succeeded' && state.images.length === 0 && (empty += 1) < emptyLooks)
        waitMs = pollMs * emptyPause * empty;
      else if (state.type === 'succeeded')
        return { ...state, images: await storeInline(options, state.images) };
      else if (state.type === 'failed' || state.type === 'cancelled') return state;
      else {
        task.emit({ ...place, ...describeState(state) });
        if (state.type === 'unrecognized' && !strange && clock.elapsed() - startedAt > pollMs * strangeAge) {
          strange = true;
          const message = `${model.title} says "${state.status}" of the job ${job.operation.requestId}, which Batchwork does not know. It is asked on.`;
          task.emit({ type: 'item-warning', node, execution, message });
        }
      }
    }
    await clock.sleep(waitMs, stopAsked ? undefined : task.signal).catch(() => {});
  }
}

/** A provider that has said for five minutes that it knows no such job has lost it; in the same units. */
const notFoundAge = 300;

function describeState(state: JobState): { phase: 'queued' | 'drawing'; position?: number; reason?: string } {
  switch (state.type) {
    case 'queued':
      return { phase: 'queued', ...(state.position === undefined ? {} : { position: state.position }) };
    case 'unrecognized':
      return { phase: 'drawing', reason: `The provider says "${state.status}".` };
    case 'running':
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return { phase: 'drawing' };
  }
}
