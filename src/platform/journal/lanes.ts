import type { Clock } from '#core/run/capabilities.ts';

import { createThrottle, type Throttle } from './throttle.ts';

/** How much a lane may do at once and a minute; 0 is unlimited. */
export interface LaneLimits {
  readonly concurrency: number;
  readonly perMinute: number;
}

/** What lanes have to remember over a restart: starts of the last minute, and who has a place. */
export interface LaneLog {
  started(start: { lane: string; task: string; at: number }): void;
  /** `unused`: nothing was sent, so the start does not count. */
  left(task: string, options: { unused: boolean }): void;
  /** When a lane's last starts were, oldest first, ms since epoch. */
  startsSince(lane: string, at: number): readonly number[];
}

/** Who wants a place. */
export interface LaneRequest {
  readonly lane: string;
  readonly task: string;
  readonly run: string;
  /** Higher goes first within its run. */
  readonly priority: number;
  readonly signal: AbortSignal;
}

/** A place in a lane. Giving it back twice gives nothing. */
export interface Place {
  /**
   * `ended`: the task is over. `used`: it goes on without the place. `unused`: it also sent nothing. `throttled`: it was
   * refused as too many, and the lane has fewer places until things go well again.
   */
  leave(how: 'ended' | 'used' | 'unused' | 'throttled'): void;
}

/** Queues of paid tasks, one a provider: by the order of the runs, then the highest priority, then first come. */
export interface Lanes {
  /** Undefined, at once and without a place, when aborted. */
  enter(request: LaneRequest): Promise<Place | undefined>;
  /** The place of a task that had it in a former process. */
  keep(lane: string, task: string): Place;
  /** The order of runs changed, or the queue goes on: looks who may start. */
  pump(): void;
}

export interface LanesOptions {
  readonly limitsOf: (lane: string) => LaneLimits;
  readonly clock: Clock;
  readonly log: LaneLog;
  /** Place of a run in the queue; the lowest goes first. */
  readonly rankOf: (run: string) => number;
  readonly isPaused: () => boolean;
}

interface Waiting extends LaneRequest {
  readonly order: number;
  readonly start: () => void;
}

interface Lane {
  active: number;
  readonly waiting: Waiting[];
  /** When the last starts were, by the clock that nobody can set. */
  starts: number[];
  timer: boolean;
  readonly throttle: Throttle;
}

const minuteMs = 60_000;

export function createLanes({ limitsOf, clock, log, rankOf, isPaused }: LanesOptions): Lanes {
  const lanes = new Map<string, Lane>();
  let order = 0;
  const laneOf = (name: string): Lane => {
    let lane = lanes.get(name);
    if (lane === undefined) {
      const now = clock.now();
      const epoch = now - clock.elapsed();
      // What lies ahead was noted before the clock was set back; nobody knows when it really was.
      const noted = log.startsSince(name, now - minuteMs).filter((at) => at <= now);
      const starts = noted.map((at) => at - epoch);
      lanes.set(name, (lane = { active: 0, waiting: [], starts, timer: false, throttle: createThrottle() }));
    }
    return lane;
  };
  const next = ({ waiting }: Lane): Waiting | undefined => {
    let first: Waiting | undefined;
    for (const each of waiting) if (first === undefined || goesBefore(each, first)) first = each;
    return first;
  };
  const goesBefore = (a: Waiting, b: Waiting): boolean =>
    (rankOf(a.run) - rankOf(b.run) || b.priority - a.priority || a.order - b.order) < 0;

  const pump = (name: string): void => {
    const lane = laneOf(name);
    const limits = limitsOf(name);
    while (lane.waiting.length > 0 && !isPaused()) {
      const most = limits.concurrency > 0 ? limits.concurrency : Infinity;
      if (lane.active >= Math.min(most, lane.throttle.allowed())) return;
      const now = clock.elapsed();
      lane.starts = lane.starts.filter((at) => at > now - minuteMs);
      const blocking = limits.perMinute > 0 ? lane.starts.at(-limits.perMinute) : undefined;
      if (blocking !== undefined) {
        if (lane.timer) return;
        lane.timer = true;
        void clock.sleep(blocking + minuteMs - now).then(() => {
          lane.timer = false;
          pump(name);
        });
        return;
      }
      const first = next(lane);
      if (first === undefined) return;
      lane.waiting.splice(lane.waiting.indexOf(first), 1);
      first.start();
    }
  };

  const placeIn = (name: string, task: string, startedAt: number | undefined): Place => {
    const lane = laneOf(name);
    lane.active += 1;
    const number = lane.throttle.taken();
    let held = true;
    return {
      leave: (how) => {
        if (!held) return;
        held = false;
        if (how === 'throttled') lane.throttle.refused(number, lane.active);
        if (how === 'ended') lane.throttle.went(number);
        lane.active -= 1;
        if (how !== 'ended') log.left(task, { unused: how === 'unused' });
        const counted = how === 'unused' && startedAt !== undefined ? lane.starts.indexOf(startedAt) : -1;
        if (counted !== -1) lane.starts.splice(counted, 1);
        pump(name);
      },
    };
  };

  return {
    keep: (lane, task) => placeIn(lane, task, undefined),
    pump: () => {
      for (const name of lanes.keys()) pump(name);
    },
    enter: (request) =>
      new Promise((resolve) => {
        const { lane: name, task, signal } = request;
        const lane = laneOf(name);
        if (signal.aborted) {
          resolve(undefined);
          return;
        }
        const giveUp = (): void => {
          const at = lane.waiting.indexOf(entry);
          if (at === -1) return;
          lane.waiting.splice(at, 1);
          resolve(undefined);
        };
        const start = (): void => {
          signal.removeEventListener('abort', giveUp);
          const at = clock.elapsed();
          log.started({ lane: name, task, at: clock.now() });
          lane.starts.push(at);
          resolve(placeIn(name, task, at));
        };
        order += 1;
        const entry: Waiting = { ...request, order, start };
        lane.waiting.push(entry);
        signal.addEventListener('abort', giveUp, { once: true });
        pump(name);
      }),
  };
}
