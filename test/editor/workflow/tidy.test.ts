import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { WorkflowDocument } from '#core/document/schema.ts';
import { boxesMeet, itemBoxes } from '#editor/workflow/item-boxes.ts';
import { tidyLayout } from '#editor/workflow/tidy.ts';

import { catalog } from '../catalog.ts';
import { node, storyboard, workflow } from '../workflows.ts';

const boxesOf = (document: WorkflowDocument) =>
  itemBoxes({ document, catalog, expanded: new Set(), measured: new Map() });
const everything = (document: WorkflowDocument): Set<string> =>
  new Set([...document.nodes, ...document.notes, ...document.groups].map(({ id }) => id));

function tidied(document: WorkflowDocument, ids = everything(document)) {
  const boxes = boxesOf(document);
  const { positions, frames } = tidyLayout(
    { document, catalog, expanded: new Set(), measured: new Map() },
    ids,
  );
  return {
    positions,
    frames,
    boxes: document.nodes.map(({ id, position }) => ({
      ...boxes.get(id),
      ...(positions.get(id) ?? position),
      id,
    })) as { id: string; x: number; y: number; width: number; height: number }[],
  };
}

test('every wire leads to the right, nothing overlaps, the corner stays', () => {
  const document = storyboard();
  const { boxes } = tidied(document);
  const at = new Map(boxes.map((box) => [box.id, box]));
  for (const { from, to } of document.edges) {
    const [source, target] = [at.get(from.node), at.get(to.node)];
    expect((source?.x ?? 0) + (source?.width ?? 0)).toBeLessThan(target?.x ?? 0);
  }
  for (const [index, a] of boxes.entries())
    for (const b of boxes.slice(index + 1)) expect(boxesMeet(a, b)).toBe(false);
  expect(Math.min(...boxes.map(({ x }) => x))).toBe(0);
  expect(Math.min(...boxes.map(({ y }) => y))).toBe(0);
});

test('what feeds one node alone stands in the order of its ports', () => {
  const document = workflow(
    [
      node('seed', 'Seed'),
      node('resolution', 'Resolution'),
      node('prompt', 'Prompt'),
      node('g', 'SequentialGenerate'),
    ],
    ['seed.seed > g.seed', 'resolution.resolution > g.resolution', 'prompt.text > g.prompt'],
  );
  const { boxes } = tidied(document);
  const fromTop = boxes.filter(({ id }) => id !== 'g').toSorted((a, b) => a.y - b.y);
  expect(fromTop.map(({ id }) => id)).toEqual(['prompt', 'resolution', 'seed']);
});

test('a pinned node, and one that is not meant, stay', () => {
  const document = storyboard();
  const pinned = {
    ...document,
    nodes: document.nodes.map((item) => (item.id === 'grid' ? { ...item, pinned: true } : item)),
  };
  expect(tidied(pinned).positions.has('grid')).toBe(false);
  expect([...tidied(document, new Set(['prompt', 'generate'])).positions.keys()]).toEqual([
    'prompt',
    'generate',
  ]);
});

test('a group is drawn around its members again, a note stays beside its node', () => {
  const document: WorkflowDocument = {
    ...workflow([
      { ...node('a', 'Prompt'), position: { x: 700, y: 40 } },
      { ...node('b', 'Prompt'), position: { x: 730, y: 60 } },
      { ...node('c', 'Count'), position: { x: 0, y: 0 } },
    ]),
    groups: [{ id: 'g', title: 'Acts', position: { x: 690, y: 0 }, size: { width: 400, height: 400 } }],
    notes: [{ id: 'n', text: 'hello', position: { x: 0, y: -140 } }],
  };
  const { positions, frames, boxes } = tidied(document);
  const frame = frames.get('g');
  for (const box of boxes.filter(({ id }) => id !== 'c')) {
    expect(box.x).toBeGreaterThan(frame?.x ?? Number.NaN);
    expect(box.y + box.height).toBeLessThan((frame?.y ?? 0) + (frame?.height ?? 0));
  }
  const count = positions.get('c');
  expect(positions.get('n')).toEqual({ x: count?.x, y: (count?.y ?? 0) - 140 });
});

test('any graph, circles included, is laid out without overlaps', () => {
  const graph = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 });
  const keepApart = () =>
    fc.assert(
      fc.property(graph, (pairs) => {
        const document = {
          ...workflow(Array.from({ length: 8 }, (_, index) => node(`n${index}`, 'Grid'))),
          edges: pairs.map(([a, b]) => ({
            from: { node: `n${a}`, output: 'image' },
            to: { node: `n${b}`, input: 'images' },
          })),
        };
        const { boxes } = tidied(document);
        return boxes.every((a, index) => boxes.slice(index + 1).every((b) => !boxesMeet(a, b)));
      }),
      { numRuns: 60 },
    );
  expect(keepApart).not.toThrow();
});
