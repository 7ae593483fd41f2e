import { expect, test } from 'vitest';

import { align, distribute, type Alignment } from '#editor/workflow/arrange.ts';

const boxes = new Map([
  ['a', { x: 0, y: 0, width: 100, height: 50 }],
  ['b', { x: 300, y: 40, width: 200, height: 100 }],
  ['c', { x: 140, y: 200, width: 40, height: 20 }],
]);

test.each<[Alignment, 'x' | 'y', number[]]>([
  ['left', 'x', [0, 0, 0]],
  ['center', 'x', [200, 150, 230]],
  ['right', 'x', [400, 300, 460]],
  ['top', 'y', [0, 0, 0]],
  ['middle', 'y', [85, 60, 100]],
  ['bottom', 'y', [170, 120, 200]],
])('aligned %s', (to, axis, expected) => {
  const positions = [...align(boxes, to).values()];
  expect(positions.map((position) => position[axis])).toEqual(expected);
  const other = axis === 'x' ? 'y' : 'x';
  expect(positions.map((position) => position[other])).toEqual([...boxes.values()].map((box) => box[other]));
});

test('distributed with the same gap, the outer ones where they were', () => {
  const positions = distribute(boxes, 'horizontal');
  expect([...positions].map(([id, { x }]) => [id, x])).toEqual([
    ['a', 0],
    ['c', 180],
    ['b', 300],
  ]);
});

test('two are not distributed', () => {
  expect(distribute(new Map([...boxes].slice(0, 2)), 'vertical').size).toBe(0);
});
