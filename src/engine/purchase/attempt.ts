import { z } from 'zod';

import {
  operationSchema,
  type Operation,
  type PreparedRequest,
  type SubmitOutcome,
} from '#core/model/image-model.ts';
import { FailureError, failureSchema } from '#core/run/failure.ts';

import { claimJob } from './claim.ts';
import { assumedPrice, barKey, declareIntent, holdBack, mayPass, type Intent } from './intent.ts';
import type { PurchaseOptions } from './purchase.ts';
import { reconcile } from './reconcile.ts';

/** An accepted job, and the attempt that it belongs to. */
export interface AcquiredJob {
  readonly attempt: string;
  readonly operation: Operation;
  readonly estimateUsd: number | null;
  /** The account it was bought with; null where nobody knows. */
  readonly account: string | null;
  /** False when the job was paid for by another attempt. */
  readonly own: boolean;
}

const sentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('accepted'), operation: operationSchema }),
  z.object({ type: z.literal('rejected'), failure: failureSchema, retryAfterMs: z.number().optional() }),
  z.object({ type: z.literal('unknown'), failure: failureSchema }),
]);
type Sent = z.infer<typeof sentSchema>;

/**
 * Gets the job of this purchase: submits it, finds it again after a crash, or waits for a person who says which it is.
 * A further attempt is made only after proof that the last one was not accepted.
 */
export async function acquireJob(options: PurchaseOptions, claim: string): Promise<AcquiredJob> {
  const { task, node, execution, call, purchase, capabilities, gate } = options;
  const { model, request } = purchase;
  for (let number = 1; ; number += 1) {
    const attempt = `${task.id}.${call}.${number}`;
    const { intent, prepared } = await declareIntent(options, attempt, `intent#${call}.${number}`);
    task.emit({
      type: 'job-submit',
      node,
      execution,
      attempt,
      provider: model.provider,
      images: request.count,
      estimateUsd: intent.estimateUsd,
    });
    const sent = sentSchema.parse(
      await task.step(`submit#${call}.${number}`, () => send(options, intent, prepared, attempt)),
    );
    const found = sent.type === 'accepted' ? sent.operation : undefined;
    const operation =
      sent.type === 'unknown'
        ? await settleUnknown(options, { attempt, number, intent, sent, claim })
        : found;
    if (operation !== undefined) {
      const { requestId, provider } = operation;
      gate.clear(provider);
      gate.bars.lift(barKey(provider, intent.model));
      task.emit({ type: 'job-accept', node, execution, attempt, provider, requestId });
      // A provider that answers two orders with one job charges one job.
      const own = await claimJob(capabilities, operation, attempt);
      if (!own) await capabilities.budget.settle(attempt, { usd: 0, images: 0 });
      return { attempt, operation, estimateUsd: own ? intent.estimateUsd : 0, account: intent.account, own };
    }
    await capabilities.budget.settle(attempt, { usd: 0, images: 0 });
    if (sent.type === 'rejected' && !mayPass(options, sent.failure))
      throw new FailureError({ ...sent.failure, attempt });
    // What a former execution was told is no news: the next attempt has its place already, or asks first.
    if (prepared === undefined) gate.doubt(model.provider, 'Going on after a restart.');
    else {
      const throttled = sent.type === 'rejected' && sent.failure.code === 'rate-limited';
      task.lane.leave(throttled ? 'throttled' : 'used');
      const usd = assumedPrice(options, { usd: intent.estimateUsd });
      if (sent.type === 'rejected')
        holdBack(options, sent.failure, { number, wire: intent.model, retryAfterMs: sent.retryAfterMs, usd });
    }
  }
}

/** The one POST, if this very execution declared the intent just now; else nobody knows whether it went out. */
async function send(
  { task, purchase, capabilities, gate }: PurchaseOptions,
  intent: Intent,
  prepared: PreparedRequest | undefined,
  attempt: string,
): Promise<SubmitOutcome> {
  const { model } = purchase;
  if (prepared !== undefined && intent.by === task.execution) {
    const outcome = await gate.submit(intent.bodyHash, async () => {
      const answer = await model.submit(prepared);
      // Claimed before anybody may look for lost jobs again, so that this one is never taken for another's.
      if (answer.type === 'accepted') await claimJob(capabilities, answer.operation, attempt);
      return answer;
    });
    return outcome.type === 'accepted'
      ? outcome
      : { ...outcome, failure: { ...outcome.failure, attempt, provider: model.provider } };
  }
  return {
    type: 'unknown',
    failure: {
      code: 'unknown-outcome',
      message: `Batchwork was stopped while it asked ${model.title} for these images, so it is not known whether they were bought.`,
      retryable: false,
      charged: 'unknown',
      attempt,
      provider: model.provider,
    },
  };
}

/** Finds out what became of an attempt: from the provider's own list, else from a person. Undefined: released. */
async function settleUnknown(
  options: PurchaseOptions,
  unknown: {
    attempt: string;
    number: number;
    intent: Intent;
    sent: Extract<Sent, { type: 'unknown' }>;
    claim: string;
  },
): Promise<Operation | undefined> {
  const { task, node, execution, call, purchase, capabilities, gate } = options;
  const { attempt, number, intent, sent, claim } = unknown;
  gate.doubt(purchase.model.provider, sent.failure.message);
  const adopted = z
    .object({ operation: operationSchema.nullable() })
    .parse(await task.step(`reconcile#${call}.${number}`, () => reconcile(options, intent, attempt)));
  if (adopted.operation !== null) return adopted.operation;
  // Whether it was charged, nobody knows: it counts as spent until somebody does.
  await capabilities.budget.settle(attempt, { usd: undefined, images: 0 });
  task.emit({ type: 'job-hold', node, execution, attempt, failure: sent.failure });
  await capabilities.claims.hold(claim, attempt);
  const decision = await task.attention(attempt);
  await capabilities.claims.hold(claim, undefined);
  switch (decision.type) {
    case 'adopt': {
      const { provider } = purchase.model;
      const operation = { provider, model: intent.model, requestId: decision.requestId };
      if (await claimJob(capabilities, operation, attempt)) return operation;
      throw new FailureError({
        ...sent.failure,
        message: `The job ${decision.requestId} belongs to another attempt already.`,
      });
    }
    case 'release':
      return undefined;
    case 'lost':
      throw new FailureError({ ...sent.failure, message: `${sent.failure.message} It was marked as lost.` });
  }
}
