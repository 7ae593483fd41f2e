import { expect, test } from 'vitest';

import { freePlace } from '#editor/workflow/free-place.ts';
import { boxesMeet } from '#editor/workflow/item-boxes.ts';
import { nearestName } from '#editor/workflow/nearest-name.ts';
import { replaceNode } from '#editor/workflow/replace-node.ts';
import { spliceLooseNode, splicingTypes } from '#editor/workflow/splice.ts';

import { catalog } from '../catalog.ts';
import { edge, node, storyboard, workflow } from '../workflows.ts';

const descriptor = (type: string) => {
  const found = catalog.get(type);
  if (found === undefined) throw new Error(`${type} is not installed.`);
  return found;
};

test('a loose node takes a wire in and gives it on', () => {
  const document = { ...storyboard(), nodes: [...storyboard().nodes, node('sheet', 'Grid')] };
  const wire = edge('generate.images > frames.images');
  const edges = spliceLooseNode(document, catalog, { edge: wire, node: 'sheet' })?.(document).edges;
  expect(edges).toContainEqual(edge('generate.images > sheet.images'));
  expect(edges).toContainEqual(edge('sheet.image > frames.images'));
  expect(edges).not.toContainEqual(wire);
});

test.each([
  ['one that has wires', 'grid', 'generate.images > frames.images'],
  ['one that does not fit', 'prompt-2', 'generate.images > frames.images'],
  ['one whose type nobody knows', 'strange', 'generate.images > frames.images'],
])('%s is not spliced', (_name, id, wire) => {
  const document = {
    ...storyboard(),
    nodes: [...storyboard().nodes, node('prompt-2', 'Prompt'), node('strange', 'Strange')],
  };
  expect(spliceLooseNode(document, catalog, { edge: edge(wire), node: id })).toBeUndefined();
});

test('types that fit into a wire', () => {
  const types = splicingTypes(storyboard(), catalog, edge('generate.images > frames.images'));
  expect(types.map(({ type }) => type)).toEqual(['Grid', 'LoadImages', 'SequentialGenerate']);
});

test('a node that is replaced keeps its wires where they fit', () => {
  const document = storyboard();
  const replaced = replaceNode(document, catalog, { node: 'grid', descriptor: descriptor('LoadImages') })(
    document,
  );
  expect(replaced.nodes.find(({ id }) => id === 'grid')?.type).toBe('LoadImages');
  expect(replaced.edges).toContainEqual(edge('generate.images > grid.images'));
  expect(replaced.edges).toContainEqual(edge('grid.images > save.images'));
  const prompt = replaceNode(document, catalog, { node: 'grid', descriptor: descriptor('Prompt') })(document);
  expect(prompt.edges.filter(({ from, to }) => from.node === 'grid' || to.node === 'grid')).toEqual([]);
});

test('a free place lies near, and on nothing', () => {
  const taken = [
    { x: 0, y: 0, width: 280, height: 200 },
    { x: 0, y: 240, width: 280, height: 100 },
  ];
  const wished = { x: 8, y: 16, width: 280, height: 120 };
  const place = freePlace(wished, taken);
  expect(taken.some((box) => boxesMeet(box, { ...wished, ...place }))).toBe(false);
  expect(freePlace(wished, [])).toEqual({ x: 8, y: 16 });
});

test.each([
  ['Promt', 'Prompt'],
  ['sequential_generate', 'SequentialGenerate'],
  ['Hologram', undefined],
  ['', undefined],
])('the name nearest to %j is %j', (wanted, expected) => {
  expect(nearestName(wanted, ['Prompt', 'SequentialGenerate', 'Save'])).toBe(expected);
});

test('an empty workflow has no nearest anything', () => {
  expect(splicingTypes(workflow([]), catalog, edge('a.b > c.d'))).toEqual([]);
});
