import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { describeFit, fitNumber, rangeOf, readNumber } from '#editor/widgets/number-range.ts';

const count = rangeOf({ kind: 'integer', min: 1, max: 15 });
const share = rangeOf({ kind: 'number', min: 0, max: 1, step: 0.1 });

test.each([
  [7.4, count, 7],
  [0, count, 1],
  [99, count, 15],
  [0.30000000000000004, share, 0.3],
  [0.07, share, 0.1],
])('%f becomes a number that the port takes', (value, range, expected) => {
  expect(fitNumber(value, range)).toBe(expected);
});

test('whatever comes in, what goes out is in the range', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const fitted = fitNumber(value, count);
      expect(Number.isInteger(fitted) && fitted >= 1 && fitted <= 15).toBe(true);
    }),
  );
});

test.each([
  ['12', 12],
  [' 0,5 ', 0.5],
  ['-3', -3],
  ['', undefined],
  ['-', undefined],
  ['abc', undefined],
  ['1e999', undefined],
])('%j is read as %s', (text, expected) => {
  expect(readNumber(text)).toBe(expected);
});

test.each([
  [undefined, 'That is no number.'],
  [99, 'At most 15.'],
  [0, 'At least 1.'],
  [2.5, 'Whole numbers only.'],
])('why %s is not taken', (typed, words) => {
  expect(describeFit(typed, { min: 1, max: 15, step: 1, whole: true })).toBe(words);
});
