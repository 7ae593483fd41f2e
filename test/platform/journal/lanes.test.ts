import { expect, test } from 'vitest';

import type { Clock } from '#core/run/capabilities.ts';
import { createLanes } from '#platform/journal/lanes.ts';

/** A clock whose sleepers wake when the test says so. */
function manualClock() {
  let now = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    random: () => 0.5,
    sleep: (ms) => new Promise((resolve) => sleepers.push({ at: now + ms, wake: resolve })),
  };
  return {
    clock,
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

test('no more at once than allowed, the highest priority first, then first come, first served', async () => {
  const lanes = createLanes(() => ({ concurrency: 1, perMinute: 0 }), manualClock().clock);
  const started: string[] = [];
  const leave = new Map<string, () => void>();
  const enter = (name: string, priority: number): void => {
    void lanes.enter('lane', priority).then((release) => {
      started.push(name);
      leave.set(name, release);
    });
  };
  enter('first', 0);
  enter('low', 1);
  enter('high', 5);
  enter('late', 1);
  for (const name of ['first', 'high', 'low', 'late']) {
    await settled();
    expect(started.at(-1)).toBe(name);
    leave.get(name)?.();
    // Giving a place back twice gives nothing.
    leave.get(name)?.();
  }
  expect(started).toEqual(['first', 'high', 'low', 'late']);
});

test('who gives up waiting leaves the queue and uses nothing up', async () => {
  const { clock } = manualClock();
  const lanes = createLanes(() => ({ concurrency: 1, perMinute: 2 }), clock);
  const release = await lanes.enter('lane', 0);
  const controller = new AbortController();
  const gaveUp = lanes.enter('lane', 9, controller.signal);
  controller.abort();
  (await gaveUp)();
  (await lanes.enter('lane', 9, controller.signal))();
  release();
  // One of two starts a minute is left, and goes to the one that still waits.
  expect(typeof (await lanes.enter('lane', 0))).toBe('function');
});

test('no more starts a minute than allowed; lanes do not hold each other up', async () => {
  const { clock, advance } = manualClock();
  const lanes = createLanes((lane) => ({ concurrency: 0, perMinute: lane === 'slow' ? 2 : 0 }), clock);
  let started = 0;
  const enter = (lane: string): void =>
    void lanes.enter(lane, 0).then(() => {
      started += 1;
    });
  for (let at = 0; at < 5; at += 1) enter('slow');
  await advance(0);
  expect(started).toBe(2);
  await advance(59_999);
  expect(started).toBe(2);
  enter('fast');
  await advance(0);
  expect(started).toBe(3);
  await advance(1);
  expect(started).toBe(5);
  await advance(60_000);
  expect(started).toBe(6);
});
