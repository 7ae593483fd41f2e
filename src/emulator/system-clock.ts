import { setTimeout } from 'node:timers/promises';

import type { Clock } from '#core/run/capabilities.ts';

/** What the emulator needs of a clock. */
export type EmulatorClock = Pick<Clock, 'now' | 'sleep'>;

/** The time of this machine. */
export const systemClock: EmulatorClock = {
  now: () => Date.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
};
