import { expect, test } from 'vitest';

import { systemClock } from '#platform/system-clock.ts';

test('an aborted sleep ends with the reason of the signal', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const asleep = systemClock.sleep(60_000, controller.signal);
  controller.abort(reason);
  await expect(asleep).rejects.toBe(reason);
  await expect(systemClock.sleep(0, controller.signal)).rejects.toBe(reason);
});

test('a short sleep ends by itself', async () => {
  const before = systemClock.now();
  await systemClock.sleep(5);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});

test('a sleep longer than a timer can wait does not end at once', async () => {
  const controller = new AbortController();
  const asleep = systemClock.sleep(10_000_000_000, controller.signal).catch(() => 'aborted');
  const first = await Promise.race([asleep, systemClock.sleep(20).then(() => 'still asleep')]);
  controller.abort();
  expect(first).toBe('still asleep');
  expect(await asleep).toBe('aborted');
});

test('random numbers lie below one', () => {
  const numbers = Array.from({ length: 100 }, () => systemClock.random());
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
});
