import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { moveEntry } from '#editor/widgets/move-entry.ts';

test.each([
  [0, 2, 'bca'],
  [2, 0, 'cab'],
  [1, 99, 'acb'],
  [0, -1, 'abc'],
  [9, 0, 'abc'],
])('from %i to %i gives %s', (from, to, expected) => {
  expect(moveEntry(['a', 'b', 'c'], from, to).join('')).toBe(expected);
});

test('nothing is lost and nothing made', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer()),
      fc.integer({ min: -5, max: 20 }),
      fc.integer({ min: -5, max: 20 }),
      (list, from, to) => {
        const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
        expect(sorted(moveEntry(list, Math.abs(from), to))).toEqual(sorted(list));
      },
    ),
  );
});
