import type { Clock } from '#core/run/capabilities.ts';
import type { Failure } from '#core/run/failure.ts';

/** Models that an account may not use, while it may use others of the same provider. One per process. */
export interface ModelBars {
  /** The provider forbade this model: nothing is asked of it for a while, the longer the more often it forbade it. */
  bar(model: string, reason: string): void;
  /** The provider took a job of this model. */
  lift(model: string): void;
  /** A key changed: every model may be tried again at once. */
  wake(): void;
  /** Whether a submit may go out now. While a model is barred, one may as soon as the wait is over, to see how it is. */
  take(model: string): boolean;
  /** Why the model is forbidden, while it is. */
  reason(model: string): string | undefined;
  /** Resolves when it is worth to `take` again; rejects with the signal's reason. */
  wait(
    model: string,
    signal: AbortSignal,
    onWait: (reason: string, nextTryAt: number) => void,
  ): Promise<void>;
}

interface Bar {
  readonly reason: string;
  readonly refusals: number;
  /** By the clock that nobody can set. */
  until: number;
  /** Ends the waits of everyone at once. */
  readonly gone: AbortController;
}

/** Waits in units of the base of all waiting times, which is about a second. */
const pause = { first: 60, longest: 300 };

/** Whether it is the model that is forbidden, and not the key that is refused. */
export const isForbidden = ({ code, httpStatus }: Failure): boolean => code === 'auth' && httpStatus === 403;

export function createModelBars(clock: Clock, pollMs: number): ModelBars {
  const bars = new Map<string, Bar>();
  const pauseMs = (refusals: number): number =>
    pollMs * Math.min(pause.longest, pause.first * 2 ** Math.min(refusals - 1, 9));
  const remove = (model: string): void => {
    const bar = bars.get(model);
    bars.delete(model);
    bar?.gone.abort(new Error('gone'));
  };
  return {
    bar: (model, reason) => {
      const known = bars.get(model);
      const refusals = (known?.refusals ?? 0) + 1;
      const until = clock.elapsed() + pauseMs(refusals);
      bars.set(model, { reason, refusals, until, gone: known?.gone ?? new AbortController() });
    },
    lift: remove,
    wake: () => {
      for (const model of bars.keys()) remove(model);
    },
    take: (model) => {
      const bar = bars.get(model);
      if (bar === undefined) return true;
      if (bar.until > clock.elapsed()) return false;
      bar.until = clock.elapsed() + pauseMs(bar.refusals);
      return true;
    },
    reason: (model) => bars.get(model)?.reason,
    wait: async (model, signal, onWait) => {
      const bar = bars.get(model);
      if (bar === undefined) return;
      const leftMs = bar.until - clock.elapsed();
      if (leftMs <= 0) return;
      onWait(bar.reason, clock.now() + leftMs);
      try {
        await clock.sleep(leftMs, AbortSignal.any([signal, bar.gone.signal]));
      } catch {
        signal.throwIfAborted();
      }
    },
  };
}
