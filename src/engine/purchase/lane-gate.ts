import type { ImageModel } from '#core/model/image-model.ts';
import type { Clock } from '#core/run/capabilities.ts';

/** Tells who waits, why, and when it is tried again. */
export type OnWait = (reason: string, nextTryAt: number) => void;

/** Holds back the submits of a provider that asked for patience or that met trouble. One per process. */
export interface LaneGate {
  /** Nothing is submitted to this provider before `ms` have passed. */
  hold(provider: string, ms: number, reason: string): void;
  /** The next submit first asks the provider a free question and waits until it answers. */
  doubt(provider: string, reason: string): void;
  /** Resolves when a submit may go out, and tells whether that took a wait; rejects with the signal's reason. */
  wait(model: ImageModel, signal: AbortSignal, onWait: OnWait): Promise<boolean>;
  /** Whether a submit may go out now. */
  isOpen(provider: string): boolean;
  /** Runs a submit, so that `close` and `quiet` know of it. */
  submit<T>(bodyHash: string, send: () => Promise<T>): Promise<T>;
  /** Resolves when no submit with this body is under way. */
  quiet(bodyHash: string): Promise<void>;
  /** From now on nothing is submitted; resolves when the answers of those under way are in. */
  close(): Promise<void>;
}

interface LaneState {
  until: number;
  doubted: boolean;
  reason: string;
  /** Free questions that found no answer, in a row. */
  misses: number;
}

const longestProbeMs = 300_000;

export function createLaneGate(clock: Clock, pollMs: number): LaneGate {
  const states = new Map<string, LaneState>();
  const sending = new Map<Promise<unknown>, string>();
  let closed = false;
  const stateOf = (provider: string): LaneState => {
    let state = states.get(provider);
    if (state === undefined)
      states.set(provider, (state = { until: 0, doubted: false, reason: '', misses: 0 }));
    return state;
  };
  return {
    hold: (provider, ms, reason) => {
      const state = stateOf(provider);
      state.until = Math.max(state.until, clock.now() + ms);
      state.reason = reason;
    },
    doubt: (provider, reason) => {
      const state = stateOf(provider);
      state.doubted = true;
      state.reason = reason;
    },
    submit: async (bodyHash, send) => {
      if (closed) return new Promise(() => {});
      const answer = send();
      sending.set(answer, bodyHash);
      try {
        return await answer;
      } finally {
        sending.delete(answer);
      }
    },
    quiet: async (bodyHash) => {
      const same = [...sending].filter(([, hash]) => hash === bodyHash).map(([answer]) => answer);
      await Promise.allSettled(same);
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(sending.keys());
    },
    isOpen: (provider) => {
      const { until, doubted } = stateOf(provider);
      return !closed && !doubted && until <= clock.now();
    },
    wait: async (model, signal, onWait) => {
      const state = stateOf(model.provider);
      let waited = false;
      for (;;) {
        signal.throwIfAborted();
        if (closed) await new Promise(() => {});
        const left = state.until - clock.now();
        if (left > 0) {
          waited = true;
          onWait(state.reason, state.until);
          await clock.sleep(left, signal);
          continue;
        }
        if (!state.doubted) return waited;
        waited = true;
        try {
          await model.balance(signal);
          state.doubted = false;
          state.misses = 0;
        } catch {
          state.misses += 1;
          state.until = clock.now() + Math.min(longestProbeMs, pollMs * 2 ** Math.min(state.misses, 9));
        }
      }
    },
  };
}
