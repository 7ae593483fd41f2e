import { expect, test } from 'vitest';

import { emptySelection, selectAt, type Selection } from '#editor/gallery/selection.ts';

const list = ['a', 'b', 'c', 'd'];
type Step = Parameters<typeof selectAt>[2];
const after = (steps: readonly Step[]): string =>
  [...steps.reduce<Selection>((selection, step) => selectAt(selection, list, step), emptySelection).ids].join(
    '',
  );

test.each<[string, readonly Step[], string]>([
  [
    'a click takes one alone',
    [
      { index: 1, how: 'alone' },
      { index: 2, how: 'alone' },
    ],
    'c',
  ],
  [
    'one more',
    [
      { index: 1, how: 'alone' },
      { index: 3, how: 'toggle' },
    ],
    'bd',
  ],
  [
    'one less',
    [
      { index: 1, how: 'alone' },
      { index: 1, how: 'toggle' },
    ],
    '',
  ],
  [
    'a range, either way',
    [
      { index: 2, how: 'alone' },
      { index: 0, how: 'range' },
    ],
    'abc',
  ],
  [
    'a range that shrinks keeps its beginning',
    [
      { index: 0, how: 'alone' },
      { index: 3, how: 'range' },
      { index: 1, how: 'range' },
    ],
    'ab',
  ],
  ['beyond the ends is the end', [{ index: 9, how: 'alone' }], 'd'],
])('%s', (_what, steps, expected) => expect(after(steps)).toBe(expected));

test('nothing can be selected in nothing', () => {
  expect(selectAt(emptySelection, [], { index: 0, how: 'alone' })).toEqual(emptySelection);
});
