import { expect, test } from 'vitest';

import type { Clock } from '#core/run/capabilities.ts';
import { createLaneGate } from '#engine/purchase/lane-gate.ts';
import { pricedModels } from '#test/rig/memory-capabilities.ts';

const model = pricedModels([{ provider: 'runcomfy', usdPerImage: 0 }]).get('runcomfy');
const noon = Date.UTC(2026, 0, 2, 12);

test.each([0, -3_600_000, 3_600_000])(
  'F40 a clock that is set by %i ms makes a wait neither longer nor shorter',
  async (ms) => {
    let elapsed = 0;
    let skew = 0;
    const slept: number[] = [];
    const clock: Clock = {
      now: () => noon + elapsed + skew,
      elapsed: () => elapsed,
      random: () => 0.5,
      sleep: async (wait) => {
        slept.push(wait);
        elapsed += wait;
        skew = ms;
      },
    };
    const gate = createLaneGate(clock, 1_000);
    gate.hold('runcomfy', 30_000, 'It asks to wait.');
    const told: [string, number][] = [];
    const waited = await gate.wait(model, new AbortController().signal, (...wait) => told.push(wait));
    expect({ waited, slept, told }).toEqual({
      waited: true,
      slept: [30_000],
      told: [['It asks to wait.', noon + 30_000]],
    });
    expect(gate.isOpen('runcomfy')).toBe(true);
  },
);
