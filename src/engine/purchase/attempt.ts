import { z } from 'zod';

import {
  assumedUsdPerImage,
  operationSchema,
  type Operation,
  type PreparedRequest,
  type Price,
  type SubmitOutcome,
} from '#core/model/image-model.ts';
import { FailureError, failureSchema } from '#core/run/failure.ts';

import { cancelled } from './cancelled.ts';
import { claimJob } from './claim.ts';
import type { PurchaseOptions } from './purchase.ts';
import { reconcile } from './reconcile.ts';

/** An accepted job, and the attempt that it belongs to. */
export interface AcquiredJob {
  readonly attempt: string;
  readonly operation: Operation;
  readonly estimateUsd: number | null;
}

/** From the intent's commit to the first byte of the POST; later, another execution may believe the POST was lost. */
const sendWindowMs = 5_000;
/** Bodies above this hold reference images and are journalled by their hash alone. */
const longestJournalledBody = 65_536;
const longestPauseMs = 60_000;

const intentSchema = z.object({
  /** The execution of the task that may send this attempt. */
  by: z.string(),
  /** ms since epoch. */
  at: z.number(),
  account: z.string().nullable(),
  model: z.string(),
  body: z.string().nullable(),
  bodyHash: z.string(),
  estimateUsd: z.number().nullable(),
});
export type Intent = z.infer<typeof intentSchema>;

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
      task.emit({ type: 'job-accept', node, execution, attempt, provider, requestId });
      return { attempt, operation, estimateUsd: intent.estimateUsd };
    }
    task.lane.leave('used');
    await capabilities.budget.settle(attempt, { usd: 0, images: 0 });
    if (sent.type !== 'rejected') continue;
    // A key or a balance does not mend itself: the run fails at once, and nothing was charged.
    const waits = sent.failure.retryable && sent.failure.code !== 'auth' && sent.failure.code !== 'quota';
    if (!waits) throw new FailureError({ ...sent.failure, attempt });
    const ownPauseMs = Math.min(longestPauseMs, capabilities.pollMs * 5 * 2 ** Math.min(number - 1, 6));
    const pauseMs = Math.max(sent.retryAfterMs ?? 0, ownPauseMs);
    gate.hold(model.provider, pauseMs, sent.failure.message);
    if (sent.failure.code !== 'rate-limited') gate.doubt(model.provider, sent.failure.message);
  }
}

/** Puts the intent on disk. What is prepared stays in memory: only the execution that declared it may send it. */
async function declareIntent(
  { task, node, execution, purchase, runCapUsd, capabilities, gate }: PurchaseOptions,
  attempt: string,
  stepName: string,
): Promise<{ intent: Intent; prepared: PreparedRequest | undefined }> {
  const { model, request } = purchase;
  const { assets, budget, clock, digest } = capabilities;
  let prepared: PreparedRequest | undefined;
  const intent = await task.step(stepName, async (): Promise<Intent> => {
    const onWait = (reason: string, nextTryAt: number): void =>
      task.emit({ type: 'job-progress', node, execution, attempt, phase: 'waiting', reason, nextTryAt });
    let price: Price;
    try {
      for (;;) {
        await task.lane.enter();
        if (task.signal.aborted) throw cancelled('Stopped before anything was sent.', 'no');
        if (await gate.wait(model, task.signal, onWait)) {
          task.lane.leave('unused');
          continue;
        }
        const references = request.references.map((asset) => ({ asset, bytes: () => assets.read(asset) }));
        prepared = await model.prepare(request, references, task.signal);
        price = await model.price(request, task.signal);
        if (gate.isOpen(model.provider) && !task.lane.isPaused()) break;
        task.lane.leave('unused');
      }
    } catch (error) {
      task.lane.leave('unused');
      if (task.signal.aborted) throw cancelled('Stopped before anything was sent.', 'no');
      throw error;
    }
    const usd = price.usd ?? (model.demo ? 0 : request.count * assumedUsdPerImage);
    const reserved = await budget.reserve({ run: task.run, attempt, usd, runCapUsd });
    if (!reserved.ok)
      throw new FailureError({
        code: 'over-cap',
        message: reserved.message,
        retryable: false,
        charged: 'no',
      });
    return {
      by: task.execution,
      at: clock.now(),
      account: model.account ?? null,
      model: prepared.model,
      body: prepared.body.length <= longestJournalledBody ? prepared.body : null,
      bodyHash: digest(prepared.body),
      estimateUsd: price.usd,
    };
  });
  return { intent: intentSchema.parse(intent), prepared };
}

/** The one POST, if this very execution declared the intent just now; else nobody knows whether it went out. */
async function send(
  { task, purchase, capabilities, gate }: PurchaseOptions,
  intent: Intent,
  prepared: PreparedRequest | undefined,
  attempt: string,
): Promise<SubmitOutcome> {
  const { model } = purchase;
  const mayGoOut = intent.by === task.execution && capabilities.clock.now() - intent.at < sendWindowMs;
  if (prepared !== undefined && mayGoOut) {
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
