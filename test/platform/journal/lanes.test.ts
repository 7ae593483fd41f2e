import { expect, test } from 'vitest';

import type { Clock } from '#core/run/capabilities.ts';
import {
  createLanes,
  type LaneLimits,
  type LaneLog,
  type Lanes,
  type Place,
} from '#platform/journal/lanes.ts';

/** A clock whose sleepers wake when the test says so. */
function manualClock() {
  let now = 0;
  let skew = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => now + skew,
    elapsed: () => now,
    random: () => 0.5,
    sleep: (ms) => new Promise((resolve) => sleepers.push({ at: now + ms, wake: resolve })),
  };
  return {
    clock,
    /** Sets the time of day back or forward. */
    jump: (ms: number) => void (skew += ms),
    advance: async (ms: number) => {
      now += ms;
      for (const { at, wake } of sleepers) if (at <= now) wake();
      await settled();
    },
  };
}

const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

const forgetful: LaneLog = { started: () => {}, left: () => {}, startsSince: () => [] };
const free = new AbortController().signal;

const lanesWith = (
  limits: LaneLimits | ((lane: string) => LaneLimits),
  options: Partial<Parameters<typeof createLanes>[0]> = {},
): Lanes =>
  createLanes({
    limitsOf: typeof limits === 'function' ? limits : () => limits,
    clock: manualClock().clock,
    log: forgetful,
    rankOf: () => 0,
    isPaused: () => false,
    ...options,
  });

/** Lets tasks into a lane and remembers in which order they started. */
function entrance(lanes: Lanes, lane = 'lane') {
  const started: string[] = [];
  const places = new Map<string, Place | undefined>();
  return {
    started,
    places,
    enter: (task: string, { run = 'run', priority = 0, signal = free } = {}): void => {
      void lanes.enter({ lane, task, run, priority, signal }).then((place) => {
        places.set(task, place);
        if (place !== undefined) started.push(task);
      });
    },
  };
}

test('no more at once than allowed, the highest priority first, then first come, first served', async () => {
  const { started, places, enter } = entrance(lanesWith({ concurrency: 1, perMinute: 0 }));
  enter('first', { priority: 0 });
  enter('low', { priority: 1 });
  enter('high', { priority: 5 });
  enter('late', { priority: 1 });
  for (const name of ['first', 'high', 'low', 'late']) {
    await settled();
    expect(started.at(-1)).toBe(name);
    places.get(name)?.leave('ended');
    // Giving a place back twice gives nothing.
    places.get(name)?.leave('used');
  }
  expect(started).toEqual(['first', 'high', 'low', 'late']);
});

test('the order of the runs goes before every priority, and may change while they wait', async () => {
  const ranks = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  const lanes = lanesWith({ concurrency: 1, perMinute: 0 }, { rankOf: (run) => ranks.get(run) ?? 9 });
  const { started, places, enter } = entrance(lanes);
  enter('a1', { run: 'a' });
  enter('b1', { run: 'b', priority: 9 });
  enter('a2', { run: 'a' });
  enter('b2', { run: 'b' });
  await settled();
  places.get('a1')?.leave('ended');
  await settled();
  ranks.set('b', 0);
  enter('a3', { run: 'a' });
  for (const name of ['a2', 'b1', 'b2', 'a3']) {
    await settled();
    places.get(name)?.leave('ended');
  }
  expect(started).toEqual(['a1', 'a2', 'b1', 'b2', 'a3']);
});

test('paused, nobody enters; who has a place keeps it', async () => {
  let paused = true;
  const lanes = lanesWith({ concurrency: 1, perMinute: 0 }, { isPaused: () => paused });
  const { started, enter } = entrance(lanes);
  enter('one');
  lanes.pump();
  await settled();
  expect(started).toEqual([]);
  paused = false;
  lanes.pump();
  await settled();
  expect(started).toEqual(['one']);
});

test('who gives up waiting leaves the queue and uses nothing up', async () => {
  const { started, places, enter } = entrance(lanesWith({ concurrency: 1, perMinute: 2 }));
  enter('first');
  await settled();
  const controller = new AbortController();
  enter('gave up', { priority: 9, signal: controller.signal });
  controller.abort();
  enter('came too late', { priority: 9, signal: controller.signal });
  await settled();
  expect(started).toEqual(['first']);
  places.get('first')?.leave('used');
  // One of two starts a minute is left, and goes to the one that still waits.
  enter('second');
  await settled();
  expect(started).toEqual(['first', 'second']);
});

test('no more starts a minute than allowed; lanes do not hold each other up', async () => {
  const { clock, advance } = manualClock();
  const limits = (lane: string): LaneLimits => ({ concurrency: 0, perMinute: lane === 'slow' ? 2 : 0 });
  const lanes = lanesWith(limits, { clock });
  const slow = entrance(lanes, 'slow');
  const fast = entrance(lanes, 'fast');
  for (let at = 0; at < 5; at += 1) slow.enter(String(at));
  await advance(0);
  expect(slow.started).toHaveLength(2);
  await advance(59_999);
  expect(slow.started).toHaveLength(2);
  fast.enter('one');
  await advance(0);
  expect(fast.started).toHaveLength(1);
  await advance(1);
  expect(slow.started).toHaveLength(4);
  await advance(60_000);
  expect(slow.started).toHaveLength(5);
});

test('a place that was given back unused counts against no rate', async () => {
  const { started, places, enter } = entrance(lanesWith({ concurrency: 0, perMinute: 1 }));
  enter('one');
  enter('two');
  await settled();
  expect(started).toEqual(['one']);
  places.get('one')?.leave('unused');
  await settled();
  expect(started).toEqual(['one', 'two']);
});

test('starts of a former process count, and so do places that its tasks had', async () => {
  const { clock, advance } = manualClock();
  const log: LaneLog = { ...forgetful, startsSince: () => [-1_000] };
  const lanes = lanesWith({ concurrency: 1, perMinute: 2 }, { clock, log });
  const kept = lanes.keep('lane', 'old');
  const { started, places, enter } = entrance(lanes);
  enter('new');
  enter('later');
  await settled();
  expect(started).toEqual([]);
  kept.leave('ended');
  await settled();
  expect(started).toEqual(['new']);
  places.get('new')?.leave('ended');
  await settled();
  expect(started).toEqual(['new']);
  await advance(59_000);
  expect(started).toEqual(['new', 'later']);
});

test('who is refused as too many halves the places, a burst of refusals only once; each good end gives some back', async () => {
  const { started, places, enter } = entrance(lanesWith({ concurrency: 4, perMinute: 0 }));
  const names = Array.from({ length: 40 }, (_none, index) => `t${index}`);
  for (const name of names) enter(name);
  await settled();
  expect(started).toHaveLength(4);
  for (const name of started.slice(0, 4)) places.get(name)?.leave('throttled');
  await settled();
  const atOnce = (): number => started.length - ended;
  let ended = 4;
  const seen = [atOnce()];
  while (started.length < names.length) {
    places.get(started[ended] ?? '')?.leave('ended');
    ended += 1;
    await settled();
    seen.push(atOnce());
  }
  expect(seen[0]).toBe(2);
  expect(seen).toContain(3);
  expect(seen.at(-1)).toBe(4);
  expect(Math.max(...seen)).toBe(4);
  expect(seen).toEqual(seen.toSorted((one, other) => one - other));
});

test('without a limit, too, a refusal lowers what is at once; one place always remains', async () => {
  const { started, places, enter } = entrance(lanesWith({ concurrency: 0, perMinute: 0 }));
  enter('only');
  await settled();
  places.get('only')?.leave('throttled');
  enter('next');
  enter('later');
  await settled();
  expect(started).toEqual(['only', 'next']);
  places.get('next')?.leave('throttled');
  await settled();
  expect(started).toEqual(['only', 'next', 'later']);
});

test.each([-3_600_000, 3_600_000])(
  'F40 a clock that is set by %i ms changes nothing about how many start a minute',
  async (ms) => {
    const { clock, advance, jump } = manualClock();
    const { started, enter } = entrance(lanesWith({ concurrency: 0, perMinute: 2 }, { clock }));
    for (const task of ['one', 'two', 'three', 'four']) enter(task);
    await settled();
    jump(ms);
    await advance(59_000);
    expect(started).toEqual(['one', 'two']);
    await advance(1_000);
    expect(started).toEqual(['one', 'two', 'three', 'four']);
  },
);
