import { expect, test } from 'vitest';

import { makeSemaphore } from '#platform/semaphore.ts';

test('no more bodies than permits run at once, in the order they came, and a failing one gives its permit back', async () => {
  const withPermit = makeSemaphore(2);
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      withPermit(async () => {
        started.push(index);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (index % 3 === 0) throw new Error(`body ${index}`);
        return index;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(started).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(7);
  expect(await withPermit(async () => 'free again')).toBe('free again');
});
