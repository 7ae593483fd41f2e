import { expect, test } from 'vitest';

import { createModelBars } from '#engine/purchase/model-bars.ts';
import { manualClock } from '#test/rig/provider-rig.ts';

const signal = new AbortController().signal;
const nobody = (): void => {};

test('F11 a forbidden model is tried by one at a time and ever more seldom; other models are not concerned', async () => {
  const clock = manualClock();
  const bars = createModelBars(clock, 1_000);
  const waits: number[] = [];
  for (let refusal = 0; refusal < 5; refusal += 1) {
    bars.bar('one', 'It is forbidden.');
    expect([bars.take('one'), bars.take('other')]).toEqual([false, true]);
    const before = clock.elapsed();
    await bars.wait('one', signal, nobody);
    waits.push(clock.elapsed() - before);
    expect([bars.take('one'), bars.take('one')]).toEqual([true, false]);
  }
  expect(waits).toEqual([60_000, 120_000, 240_000, 300_000, 300_000]);
  bars.lift('one');
  expect([bars.take('one'), bars.take('one')]).toEqual([true, true]);
});
