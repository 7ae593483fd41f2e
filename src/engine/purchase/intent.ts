import { z } from 'zod';

import { assumedUsdPerImage, type PreparedRequest, type Price } from '#core/model/image-model.ts';
import { FailureError, toFailure, type Failure } from '#core/run/failure.ts';

import { cancelled } from './cancelled.ts';
import { isForPerson } from './lane-gate.ts';
import { isForbidden } from './model-bars.ts';
import type { PurchaseOptions } from './purchase.ts';

/** Bodies of providers without a list of jobs are journalled up to this length, and beyond it by their hash alone. */
const longestJournalledBody = 65_536;

export const intentSchema = z.object({
  /** The execution of the task that may send this attempt. */
  by: z.string(),
  /** ms since epoch. */
  at: z.number(),
  account: z.string().nullable(),
  model: z.string(),
  body: z.string().nullable(),
  bodyHash: z.string(),
  estimateUsd: z.number().nullable(),
  /** What was asked for, so that a person knows which one it was. */
  prompt: z.string().optional(),
  images: z.int().optional(),
});
export type Intent = z.infer<typeof intentSchema>;

export interface DeclaredIntent {
  readonly intent: Intent;
  /** In memory only: only the execution that declared the intent may send it. */
  readonly prepared: PreparedRequest | undefined;
}

type Ready = { readonly prepared: PreparedRequest; readonly price: Price };

/** Waits until this may be bought, reserves what it costs, and puts the intent on disk. Throws FailureError. */
export async function declareIntent(
  options: PurchaseOptions,
  attempt: string,
  stepName: string,
): Promise<DeclaredIntent> {
  const { task, purchase, runCapUsd, capabilities } = options;
  const { model, request } = purchase;
  const { budget, clock, digest } = capabilities;
  let prepared: PreparedRequest | undefined;
  const intent = await task.step(stepName, async (): Promise<Intent> => {
    try {
      const ready = await getReady(options, attempt);
      prepared = ready.prepared;
      const { usd: estimateUsd } = ready.price;
      const usd = assumedPrice(options, ready.price);
      const reserved = await budget.reserve({ run: task.run, attempt, usd, runCapUsd });
      if (!reserved.ok) throw overCap(reserved.message);
      return {
        by: task.execution,
        at: clock.now(),
        account: model.account ?? null,
        model: prepared.model,
        // A provider that lists its jobs finds this one again by what it was asked.
        body:
          model.reconcile !== undefined || prepared.body.length <= longestJournalledBody
            ? prepared.body
            : null,
        bodyHash: digest(prepared.body),
        estimateUsd,
        prompt: request.prompt,
        images: request.count,
      };
    } catch (error) {
      task.lane.leave('unused');
      // Also what a former execution reserved, which was stopped before its intent was on disk.
      await budget.settle(attempt, { usd: 0, images: 0 });
      throw task.signal.aborted ? cancelled('Stopped before anything was sent.', 'no') : error;
    }
  });
  return { intent: intentSchema.parse(intent), prepared };
}

const overCap = (message: string): FailureError =>
  new FailureError({ code: 'over-cap', message, retryable: false, charged: 'no' });

/** What it counts for while the provider does not tell. */
export const assumedPrice = (
  { purchase: { model, request } }: Pick<PurchaseOptions, 'purchase'>,
  { usd }: Pick<Price, 'usd'>,
): number => usd ?? (model.demo ? 0 : request.count * assumedUsdPerImage);

/** Takes a place in the lane and prepares the request. What is in the way is waited for, and told. */
async function getReady(options: PurchaseOptions, attempt: string): Promise<Ready> {
  const { task, node, execution, purchase, capabilities, gate } = options;
  const { model, request } = purchase;
  const { assets, clock, disk, pollMs } = capabilities;
  const onWait = (reason: string, nextTryAt: number): void =>
    task.emit({ type: 'job-progress', node, execution, attempt, phase: 'waiting', reason, nextTryAt });
  let wire: string | undefined;
  for (;;) {
    const stop = stopOf(options);
    stop.throwIfAborted();
    if (wire !== undefined) {
      const bar = barKey(model.provider, wire);
      const forbidden = gate.bars.reason(bar);
      if (forbidden !== undefined && isImpatient(options)) throw new FailureError(refused(forbidden));
      // Others of the provider go on meanwhile.
      await gate.bars.wait(bar, stop, onWait);
    }
    await task.lane.enter(stop);
    stop.throwIfAborted();
    const noRoom = await disk.trouble(request.count);
    if (noRoom !== undefined) {
      if (isImpatient(options)) throw new FailureError(notStored(noRoom));
      task.lane.leave('unused');
      onWait(noRoom, clock.now() + pollMs * diskPause);
      await clock.sleep(pollMs * diskPause, task.signal);
      continue;
    }
    if (!(await gate.wait(model, stop, onWait))) {
      try {
        const references = request.references.map((asset) => ({ asset, bytes: () => assets.read(asset) }));
        const prepared = await model.prepare(request, references, task.signal);
        const price = await model.price(request, task.signal);
        wire = prepared.model;
        if (
          gate.isOpen(model.provider) &&
          !task.lane.isPaused() &&
          gate.bars.take(barKey(model.provider, wire))
        )
          return { prepared, price };
      } catch (error) {
        const failure = toFailure(error);
        if (!mayPass(options, failure)) throw error;
        holdBack(options, failure, { number: 1 });
      }
    }
    // Others may have gone ahead in the queue meanwhile.
    task.lane.leave('unused');
  }
}

/** One model of one provider, as its wire names it. */
export const barKey = (provider: string, wire: string): string => `${provider} ${wire}`;

/** In units of the base of all waiting times. */
const diskPause = 5;

const notStored = (message: string): Failure => ({
  code: 'download-failed',
  message,
  retryable: true,
  charged: 'no',
});

const refused = (message: string): Failure => ({ code: 'auth', message, retryable: true, charged: 'no' });

const isImpatient = ({ task, capabilities }: Pick<PurchaseOptions, 'task' | 'capabilities'>): boolean =>
  capabilities.patience(task.run) === 'fail';

/**
 * Ends the waits before a purchase: when the run is cancelled, and for a run without patience also when another run,
 * which waits on, finds out that only a person can help.
 */
export const stopOf = (options: PurchaseOptions): AbortSignal =>
  isImpatient(options)
    ? AbortSignal.any([options.task.signal, options.gate.refused(options.purchase.model.provider)])
    : options.task.signal;

/** Whether a refusal is waited out: by itself, or by what a person does where somebody is there to do it. */
export const mayPass = (options: PurchaseOptions, failure: Failure): boolean =>
  failure.retryable && !(isImpatient(options) && isForPerson(failure));

const longestPauseMs = 60_000;

/** Makes the lane wait for what a refusal asks for. */
export function holdBack(
  { purchase, capabilities, gate }: PurchaseOptions,
  failure: Failure,
  {
    number,
    wire,
    retryAfterMs = 0,
    usd = 0,
  }: { number: number; wire?: string; retryAfterMs?: number | undefined; usd?: number },
): void {
  const { provider } = purchase.model;
  const { clock, pollMs } = capabilities;
  if (wire !== undefined && isForbidden(failure)) {
    gate.bars.bar(barKey(provider, wire), failure.message);
    return;
  }
  if (isForPerson(failure)) {
    gate.block(provider, failure, usd);
    return;
  }
  const ownPauseMs = Math.min(longestPauseMs, pollMs * 5 * 2 ** Math.min(number - 1, 6));
  // A little apart, so that not everyone who was told the same comes back at the same moment.
  const pauseMs = Math.max(retryAfterMs, ownPauseMs) * (1 + clock.random() / 10);
  gate.hold(provider, pauseMs, failure.message);
  if (failure.code !== 'rate-limited') gate.doubt(provider, failure.message);
}
