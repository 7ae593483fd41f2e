import type { Clock } from '#core/run/capabilities.ts';

interface Sleeper {
  /** ms since the start of the simulation. */
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Time that passes only when the simulation says so. */
export interface VirtualClock {
  /** ms since the start, which no jump of the wall clock changes. */
  elapsed(): number;
  /** The clock of one process; its waits end with it. */
  forProcess(process: { readonly dead: boolean }): Clock;
  /** Calls `action` after `ms`, whatever happens to the processes until then. */
  after(ms: number, action: () => void | Promise<void>): void;
  /** Time stands still until this is done: real work, such as opening a file. */
  await(work: Promise<unknown>): void;
  /** Moves what the processes read as the time of day; what they wait for is not moved. */
  jump(ms: number): void;
  /** Lets everything happen up to `at`, in its order; ends early when nobody waits for anything. */
  runTo(at: number): Promise<void>;
}

export function createVirtualClock(random: () => number): VirtualClock {
  // Noon, so that no jump of the clock leads into another day.
  const start = new Date(2026, 0, 2, 12).getTime();
  let elapsed = 0;
  let skew = 0;
  let order = 0;
  const sleepers = new Set<Sleeper>();
  const works = new Set<Promise<unknown>>();
  /** The turns after which every promise that can be settled without time passing is settled. */
  const settle = async (): Promise<void> => {
    do {
      await Promise.all(works);
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    } while (works.size > 0);
  };
  const add = (ms: number, wake: () => void): Sleeper => {
    order += 1;
    const sleeper = { at: elapsed + Math.max(0, ms), order, wake };
    sleepers.add(sleeper);
    return sleeper;
  };
  const nextSleeper = (): Sleeper | undefined => {
    let next: Sleeper | undefined;
    for (const each of sleepers)
      if (next === undefined || each.at < next.at || (each.at === next.at && each.order < next.order))
        next = each;
    return next;
  };
  return {
    elapsed: () => elapsed,
    jump: (ms) => void (skew += ms),
    await: (work) => {
      const done = work.finally(() => works.delete(done));
      works.add(done);
    },
    after: (ms, action) => void add(ms, () => void action()),
    forProcess: (process) => ({
      now: () => start + Math.floor(elapsed) + skew,
      elapsed: () => elapsed,
      random,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          if (process.dead) return;
          if (signal?.aborted === true) {
            reject(signal.reason as Error);
            return;
          }
          const stop = (): void => {
            sleepers.delete(sleeper);
            reject(signal?.reason as Error);
          };
          const sleeper = add(ms, () => {
            signal?.removeEventListener('abort', stop);
            if (!process.dead) resolve();
          });
          signal?.addEventListener('abort', stop, { once: true });
        }),
    }),
    runTo: async (at) => {
      for (;;) {
        await settle();
        const next = nextSleeper();
        if (next === undefined || next.at > at) break;
        sleepers.delete(next);
        elapsed = next.at;
        next.wake();
      }
      elapsed = Math.max(elapsed, at);
    },
  };
}
