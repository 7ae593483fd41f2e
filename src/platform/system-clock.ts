import { setTimeout as wait } from 'node:timers/promises';

import type { Clock } from '#core/run/capabilities.ts';

/** Node's timers take no longer wait than this and fire at once beyond it. */
const longestWaitMs = 2_147_483_647;

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  for (let left = ms; ; left -= longestWaitMs) {
    signal?.throwIfAborted();
    try {
      await wait(
        Math.max(0, Math.min(left, longestWaitMs)),
        undefined,
        signal === undefined ? {} : { signal },
      );
    } catch (error) {
      // Node wraps the reason in an AbortError of its own; callers compare the reason.
      throw signal?.aborted === true ? signal.reason : error;
    }
    if (left <= longestWaitMs) return;
  }
}

/** The machine's clock, timers and random numbers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep,
  random: () => Math.random(),
};
