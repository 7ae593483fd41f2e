import type { ImageModel } from '#core/model/image-model.ts';
import type { Clock } from '#core/run/capabilities.ts';
import { FailureError, toFailure, type Failure } from '#core/run/failure.ts';

import { createModelBars, type ModelBars } from './model-bars.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import { createSends, type Sends } from './sends.ts';

/** Tells who waits, why, and when it is tried again. */
export type OnWait = (reason: string, nextTryAt: number) => void;

/** Holds back the submits of a provider that asked for patience or that met trouble. One per process. */
export interface LaneGate extends Sends {
  /** For questions about jobs that are on their way. */
  readonly retries: RetryBudget;
  /** Models that are forbidden while others go on. */
  readonly bars: ModelBars;
  /** Nothing is submitted to this provider before `ms` have passed. */
  hold(provider: string, ms: number, reason: string): void;
  /** The next submit first asks the provider a free question and waits until it answers. */
  doubt(provider: string, reason: string): void;
  /**
   * Nothing is submitted until a key or a balance is mended: the free question is asked now and then, ever more seldom.
   * `usd`: what the balance has to cover.
   */
  block(provider: string, failure: Failure, usd: number): void;
  /** Aborts with a FailureError when key or account turn out to be refused; is a new one when they no longer are. */
  refused(provider: string): AbortSignal;
  /** The provider took a job, so that whatever blocked it is over. */
  clear(provider: string): void;
  /** A key changed: the question is asked at once. */
  wake(): void;
  /** Resolves when a submit may go out, and tells whether that took a wait; rejects with the signal's reason. */
  wait(model: ImageModel, signal: AbortSignal, onWait: OnWait): Promise<boolean>;
  /** Whether a submit may go out now. */
  isOpen(provider: string): boolean;
}

interface LaneState {
  /** By the clock that nobody can set. */
  until: number;
  doubted: boolean;
  reason: string;
  /** Free questions that found no good answer, in a row. */
  misses: number;
  /** Refusals over key or balance since the last job that was taken. */
  refusals: number;
  /** USD that the balance has to show. */
  needsUsd: number;
  /** The one free question that is out, for everyone who waits. */
  question: Promise<void> | undefined;
  /** Ends the waits of those that do not wait for a person. */
  refused: AbortController;
  /** Ends the waits of everyone at once. */
  woken: AbortController;
}

/** Waits in units of the base of all waiting times, which is about a second. */
const pause = { longest: 300, person: 60 };

/** Whether only a person can help: a refused key, an empty account. */
export const isForPerson = ({ code }: Failure): boolean => code === 'auth' || code === 'quota';

/** What is stopped by this has sent nothing itself, whoever's attempt was refused. */
function refuse(state: LaneState, { code, message, retryable, provider }: Failure): void {
  state.refused.abort(new FailureError({ code, message, retryable, provider, charged: 'no' }));
}

function mend(state: LaneState): void {
  if (state.refused.signal.aborted) state.refused = new AbortController();
}

export function createLaneGate(clock: Clock, pollMs: number): LaneGate {
  const states = new Map<string, LaneState>();
  const sends = createSends();
  const bars = createModelBars(clock, pollMs);
  const stateOf = (provider: string): LaneState => {
    let state = states.get(provider);
    if (state === undefined)
      states.set(
        provider,
        (state = {
          until: 0,
          doubted: false,
          reason: '',
          misses: 0,
          refusals: 0,
          needsUsd: 0,
          question: undefined,
          refused: new AbortController(),
          woken: new AbortController(),
        }),
      );
    return state;
  };

  /** Asks the free question; its answer, good or not, is in the state afterwards. */
  const ask = async (model: ImageModel, state: LaneState): Promise<void> => {
    const { woken } = state;
    try {
      const { usd } = await model.balance(woken.signal);
      if (usd === null || usd >= state.needsUsd) {
        state.doubted = false;
        state.misses = 0;
        mend(state);
        return;
      }
    } catch (error) {
      // No good answer, whatever it was.
      const failure = toFailure(error);
      if (!woken.signal.aborted && isForPerson(failure)) refuse(state, failure);
    }
    // Who woke it wants it asked anew, with what has changed since.
    if (woken.signal.aborted) return;
    state.misses += 1;
    const usual = state.refusals > 0 ? pause.person : 2 ** Math.min(state.misses, 9);
    state.until = clock.elapsed() + pollMs * Math.min(pause.longest, usual);
  };

  const sleepUntil = async ({ until, woken }: LaneState, signal: AbortSignal): Promise<void> => {
    try {
      await clock.sleep(until - clock.elapsed(), AbortSignal.any([signal, woken.signal]));
    } catch {
      signal.throwIfAborted();
    }
  };

  return {
    ...sends,
    retries: createRetryBudget(),
    bars,
    hold: (provider, ms, reason) => {
      const state = stateOf(provider);
      state.until = Math.max(state.until, clock.elapsed() + ms);
      state.reason = reason;
    },
    doubt: (provider, reason) => {
      const state = stateOf(provider);
      state.doubted = true;
      state.reason = reason;
    },
    block: (provider, failure, usd) => {
      const state = stateOf(provider);
      const pauseMs = pollMs * Math.min(pause.longest, pause.person * 2 ** state.refusals);
      state.refusals += 1;
      refuse(state, failure);
      state.needsUsd = failure.code === 'quota' ? usd : 0;
      state.doubted = true;
      state.reason = failure.message;
      state.until = Math.max(state.until, clock.elapsed() + pauseMs);
    },
    clear: (provider) => {
      const state = stateOf(provider);
      state.refusals = 0;
      state.needsUsd = 0;
      mend(state);
    },
    refused: (provider) => stateOf(provider).refused.signal,
    wake: () => {
      bars.wake();
      for (const state of states.values()) {
        if (state.refusals > 0) state.until = 0;
        mend(state);
        const { woken } = state;
        state.woken = new AbortController();
        woken.abort(new Error('woken'));
      }
    },
    isOpen: (provider) => {
      const { until, doubted } = stateOf(provider);
      return !sends.isClosed() && !doubted && until <= clock.elapsed();
    },
    wait: async (model, signal, onWait) => {
      const state = stateOf(model.provider);
      for (let waited = false; ; waited = true) {
        signal.throwIfAborted();
        if (sends.isClosed()) await new Promise(() => {});
        if (state.until > clock.elapsed()) {
          onWait(state.reason, clock.now() + state.until - clock.elapsed());
          await sleepUntil(state, signal);
        } else if (state.doubted) {
          state.question ??= ask(model, state).finally(() => {
            state.question = undefined;
          });
          await state.question;
        } else return waited;
      }
    },
  };
}
