import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { advanceSeeds, randomSeed } from '#editor/workflow/after-run.ts';

import { catalog } from '../catalog.ts';
import { node, workflow } from '../workflows.ts';

const seedAfter = (inputs: Record<string, number | string>, mode?: 'mute') => {
  const seed = { ...node('seed', 'Seed', inputs), ...(mode === undefined ? {} : { mode }) };
  const document = workflow([seed]);
  return advanceSeeds(document, catalog, () => 0.5)?.(document).nodes[0]?.inputs['seed'];
};

test.each([
  ['fixed', 7, undefined],
  ['increment', 7, 8],
  ['increment', 2_147_483_647, 0],
  ['decrement', 7, 6],
  ['decrement', 0, 2_147_483_647],
  ['randomize', 7, 1_073_741_824],
])('%s from %i gives %s', (after, seed, expected) => {
  expect(seedAfter({ seed, after_run: after })).toBe(expected);
});

test('a seed that was never typed counts from its initial value', () => {
  expect(seedAfter({ after_run: 'increment' })).toBe(43);
});

test('a muted seed stays, and so does one that a wire feeds', () => {
  expect(seedAfter({ seed: 7, after_run: 'increment' }, 'mute')).toBeUndefined();
  const document = workflow(
    [node('a', 'Seed', { seed: 1 }), node('b', 'Seed', { seed: 7, after_run: 'increment' })],
    ['a.seed > b.seed'],
  );
  expect(advanceSeeds(document, catalog, () => 0)).toBeUndefined();
});

test('random seeds stay in the range that providers take', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
      const seed = randomSeed(() => random, { min: 0, max: 2_147_483_647 });
      expect(Number.isInteger(seed) && seed >= 0 && seed <= 2_147_483_647).toBe(true);
    }),
  );
});
