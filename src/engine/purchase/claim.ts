import type { Operation } from '#core/model/image-model.ts';
import { FailureError } from '#core/run/failure.ts';

import { cancelled } from './cancelled.ts';
import { stopOf } from './intent.ts';
import type { PurchaseOptions } from './purchase.ts';

/**
 * Gets the claim on a request. While another purchase of the same request is on its way, waits for it. When that one waits for a person, so does this request: it fails and says so.
 */
export async function acquireClaim(options: PurchaseOptions, claim: string): Promise<void> {
  const { task, node, execution, purchase, capabilities } = options;
  const { claims } = capabilities;
  for (;;) {
    const { owner, held } = await claims.acquire(claim, task.id);
    if (owner === task.id) return;
    if (held !== undefined)
      throw new FailureError({
        code: 'unknown-outcome',
        message: `The same request was sent to ${purchase.model.title} before, and it is not known whether it was bought (attempt ${held}). Decide about that one first.`,
        retryable: true,
        charged: 'no',
        attempt: held,
        provider: purchase.model.provider,
      });
    task.emit({
      type: 'item-progress',
      node,
      execution,
      message: 'the same request is on its way already; waiting for its images',
    });
    const stop = stopOf(options);
    try {
      await claims.released(claim, stop);
    } catch {
      if (!task.signal.aborted) stop.throwIfAborted();
      throw cancelled('Stopped before anything was sent.', 'no');
    }
  }
}

/** Every accepted job belongs to one attempt; false when it belongs to another one. */
export async function claimJob(
  { claims }: PurchaseOptions['capabilities'],
  operation: Operation,
  attempt: string,
): Promise<boolean> {
  return (await claims.acquire(jobKey(operation), attempt)).owner === attempt;
}

/** Gives a job back that was claimed by mistake. */
export const disclaimJob = (
  { claims }: PurchaseOptions['capabilities'],
  operation: Operation,
  attempt: string,
): Promise<void> => claims.release(jobKey(operation), attempt);

/** The claim on a provider's job. */
export const jobKey = ({ provider, requestId }: Operation): string => `job:${provider}:${requestId}`;
