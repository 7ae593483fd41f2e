import { expect, test } from 'vitest';

import { runOrder } from '#editor/workflow/run-order.ts';

import { node, storyboard, workflow } from '../workflows.ts';

test('every node stands behind what feeds it', () => {
  const document = storyboard();
  const order = runOrder({ ...document, nodes: document.nodes.toReversed() });
  for (const { from, to } of document.edges)
    expect(order.indexOf(from.node)).toBeLessThan(order.indexOf(to.node));
  expect(order.toSorted()).toEqual(document.nodes.map(({ id }) => id).toSorted());
});

test('what follows from a node stands right behind it', () => {
  const document = workflow(
    [node('a', 'Prompt'), node('b', 'Prompt'), node('x', 'Grid'), node('y', 'Grid')],
    ['a.text > x.images', 'b.text > y.images'],
  );
  expect(runOrder(document)).toEqual(['a', 'x', 'b', 'y']);
});

test('a circle, and a wire from nowhere, lose no node', () => {
  const document = workflow(
    [node('a', 'Grid'), node('b', 'Grid'), node('c', 'Grid')],
    ['a.image > b.images', 'b.image > a.images', 'ghost.image > c.images'],
  );
  expect(runOrder(document)).toEqual(['c', 'a', 'b']);
});

test('moving a node keeps the very same order', () => {
  const document = storyboard();
  const moved = { ...document, nodes: document.nodes.map((item) => ({ ...item, position: { x: 9, y: 9 } })) };
  expect(runOrder(moved)).toBe(runOrder(document));
});
