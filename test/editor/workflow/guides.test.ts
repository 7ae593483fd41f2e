import { expect, test } from 'vitest';

import { levelWith } from '#editor/workflow/guides.ts';

const other = { x: 100, y: 100, width: 200, height: 80 };

test.each([
  ['left edges', { x: 103, y: 400, width: 50, height: 50 }, { dx: -3, x: 100 }],
  ['right edges', { x: 252, y: 400, width: 50, height: 50 }, { dx: -2, x: 300 }],
  ['middles', { x: 173, y: 400, width: 50, height: 50 }, { dx: 2, x: 200 }],
  ['nothing within reach', { x: 115, y: 400, width: 50, height: 50 }, { dx: 0, x: null }],
])('level by %s', (_name, dragged, expected) => {
  expect(levelWith(dragged, [other], 6)).toMatchObject({ ...expected, dy: 0, y: null });
});

test('the nearest of several lines holds, in both directions at once', () => {
  const dragged = { x: 104, y: 97, width: 50, height: 50 };
  const further = { ...other, x: 103 };
  expect(levelWith(dragged, [other, further], 6)).toEqual({ dx: -1, x: 103, dy: 3, y: 100 });
});
