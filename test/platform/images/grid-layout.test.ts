import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { layOutGrid } from '#platform/images/grid-layout.ts';

const size = fc.record({
  width: fc.integer({ min: 1, max: 5000 }),
  height: fc.integer({ min: 1, max: 5000 }),
});
const options = fc.record({
  columns: fc.integer({ min: 0, max: 20 }),
  gap: fc.integer({ min: 0, max: 64 }),
  cell: fc.oneof(fc.constant(0), fc.integer({ min: 16, max: 4096 })),
});

test('images stand inside the sheet, apart from each other, in reading order', () => {
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 30 }), options, (images, options) => {
      const { sheet, places, columns, rows, cell } = layOutGrid(images, options);
      expect(places).toHaveLength(images.length);
      expect(columns * rows).toBeGreaterThanOrEqual(images.length);
      for (const [index, place] of places.entries()) {
        const column = index % columns;
        const row = Math.floor(index / columns);
        const left = column * (cell.width + options.gap);
        const top = row * (cell.height + options.gap);
        expect(place.left).toBeGreaterThanOrEqual(left);
        expect(place.top).toBeGreaterThanOrEqual(top);
        expect(place.left + place.width).toBeLessThanOrEqual(left + cell.width);
        expect(place.top + place.height).toBeLessThanOrEqual(top + cell.height);
        expect(left + cell.width).toBeLessThanOrEqual(sheet.width);
        expect(top + cell.height).toBeLessThanOrEqual(sheet.height);
      }
    }),
  );
});

test.each([
  [1, 1, 1],
  [2, 2, 1],
  [3, 2, 2],
  [4, 2, 2],
  [5, 3, 2],
  [9, 3, 3],
  [10, 4, 3],
  [15, 4, 4],
])('%i images are near-square in %i columns and %i rows', (count, columns, rows) => {
  const images = Array.from({ length: count }, () => ({ width: 10, height: 10 }));
  expect(layOutGrid(images, { columns: 0, gap: 0, cell: 0 })).toMatchObject({ columns, rows });
});

test('the long side of every image is the cell', () => {
  const { places, sheet } = layOutGrid(
    [
      { width: 2000, height: 1000 },
      { width: 30, height: 60 },
    ],
    { columns: 2, gap: 10, cell: 100 },
  );
  expect(places.map(({ width, height }) => [width, height])).toEqual([
    [100, 50],
    [50, 100],
  ]);
  expect(sheet).toEqual({ width: 210, height: 100 });
});
