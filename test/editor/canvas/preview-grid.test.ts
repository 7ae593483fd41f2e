import { expect, test } from 'vitest';

import { previewGrid } from '#editor/canvas/preview-grid.ts';

test.each([
  [1, 1, 1],
  [3, 3, 3],
  [4, 2, 4],
  [6, 3, 6],
  [15, 4, 15],
  [40, 4, 16],
])('%i images stand in %i columns, %i of them shown', (count, columns, shown) => {
  expect(previewGrid(count)).toEqual({ columns, shown });
});
