import type { Clock } from '#core/run/capabilities.ts';

/** How much a lane may do at once and a minute; 0 is unlimited. */
export interface LaneLimits {
  readonly concurrency: number;
  readonly perMinute: number;
}

interface Waiting {
  readonly priority: number;
  readonly order: number;
  readonly start: () => void;
}

interface Lane {
  active: number;
  readonly waiting: Waiting[];
  /** When the last starts were, ms since epoch. */
  starts: number[];
  timer: boolean;
}

/** Queues of paid tasks, one a provider: the highest priority first, then first come, first served. */
export interface Lanes {
  /** Resolves with the function that gives the place back; at once and without a place when aborted. */
  enter(lane: string, priority: number, signal?: AbortSignal): Promise<() => void>;
}

const minuteMs = 60_000;

export function createLanes(limitsOf: (lane: string) => LaneLimits, clock: Clock): Lanes {
  const lanes = new Map<string, Lane>();
  let order = 0;
  const laneOf = (name: string): Lane => {
    let lane = lanes.get(name);
    if (lane === undefined) lanes.set(name, (lane = { active: 0, waiting: [], starts: [], timer: false }));
    return lane;
  };
  const pump = (name: string): void => {
    const lane = laneOf(name);
    const limits = limitsOf(name);
    while (lane.waiting.length > 0) {
      if (limits.concurrency > 0 && lane.active >= limits.concurrency) return;
      const now = clock.now();
      lane.starts = lane.starts.filter((at) => at > now - minuteMs);
      const [oldest] = lane.starts;
      if (limits.perMinute > 0 && lane.starts.length >= limits.perMinute && oldest !== undefined) {
        if (lane.timer) return;
        lane.timer = true;
        void clock.sleep(oldest + minuteMs - now).then(() => {
          lane.timer = false;
          pump(name);
        });
        return;
      }
      lane.waiting.shift()?.start();
    }
  };
  return {
    enter: (name, priority, signal) =>
      new Promise((resolve) => {
        const lane = laneOf(name);
        if (signal?.aborted === true) {
          resolve(() => {});
          return;
        }
        const start = (): void => {
          lane.active += 1;
          lane.starts.push(clock.now());
          let held = true;
          resolve(() => {
            if (!held) return;
            held = false;
            lane.active -= 1;
            pump(name);
          });
        };
        order += 1;
        const entry = { priority, order, start };
        const at = lane.waiting.findIndex((other) => other.priority < priority);
        lane.waiting.splice(at === -1 ? lane.waiting.length : at, 0, entry);
        signal?.addEventListener(
          'abort',
          () => {
            const place = lane.waiting.indexOf(entry);
            if (place === -1) return;
            lane.waiting.splice(place, 1);
            resolve(() => {});
          },
          { once: true },
        );
        pump(name);
      }),
  };
}
