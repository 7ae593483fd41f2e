import { expect, test } from 'vitest';

import { moveItems, setInput } from '#core/document/edits.ts';
import { createEdgesProjection } from '#editor/canvas/to-flow-edges.ts';
import { createNodesProjection, type NodesSource } from '#editor/canvas/to-flow-nodes.ts';

import { catalog } from '../catalog.ts';
import { edge, node, storyboard, workflow } from '../workflows.ts';

const source = (change: Partial<NodesSource> = {}): NodesSource => ({
  document: storyboard(),
  catalog,
  selected: new Set(),
  dragged: new Map(),
  settling: new Map(),
  expanded: new Set(),
  measured: new Map(),
  stateWords: () => '',
  ...change,
});

test('what did not change is the same object again', () => {
  const project = createNodesProjection();
  const first = source();
  const before = project(first);
  expect(project({ ...first })).toEqual(before);
  const document = setInput('prompt', 'text', 'a hare')(first.document);
  const after = project({ ...first, document });
  expect(after.filter((item, index) => item !== before[index]).map(({ id }) => id)).toEqual(['prompt']);
});

test('a drag shows at once and is committed nowhere', () => {
  const project = createNodesProjection();
  const first = source();
  project(first);
  const nodes = project({ ...first, dragged: new Map([['seed', { x: 40, y: 8 }]]) });
  expect(nodes.find(({ id }) => id === 'seed')).toMatchObject({ position: { x: 40, y: 8 }, dragging: true });
  expect(first.document.nodes.find(({ id }) => id === 'seed')?.position).toEqual({ x: 0, y: 0 });
});

test('names tell title, type and state', () => {
  const titled = workflow([
    { ...node('a', 'Save'), title: 'Save frames' },
    node('b', 'Save'),
    node('c', 'Strange'),
  ]);
  const labels = createNodesProjection()(
    source({ document: titled, stateWords: (id) => (id === 'a' ? 'running' : '') }),
  ).map(({ ariaLabel }) => ariaLabel);
  expect(labels).toEqual(['Save frames, Save, running', 'Save', 'Strange, unknown node Strange']);
});

test('data holds nothing', () => {
  for (const item of createNodesProjection()(source())) expect(item.data).toEqual({});
});

test('groups lie below, and everything keeps its place', () => {
  const document = moveItems(new Map([['save', { x: 5, y: 6 }]]))({
    ...storyboard(),
    groups: [{ id: 'g', title: 'Frame', position: { x: 0, y: 0 }, size: { width: 10, height: 10 } }],
    notes: [{ id: 'n', text: 'hello', position: { x: 1, y: 1 } }],
  });
  const nodes = createNodesProjection()(source({ document }));
  expect(nodes.map(({ id }) => id).slice(-2)).toEqual(['n', 'g']);
  expect(nodes.find(({ id }) => id === 'g')?.zIndex).toBe(-1);
  expect(nodes.find(({ id }) => id === 'save')?.position).toEqual({ x: 5, y: 6 });
});

test('wires carry the type of their source; those without an end are left out', () => {
  const document = { ...storyboard(), edges: [...storyboard().edges, edge('gone.text > generate.prompt')] };
  const project = createEdgesProjection();
  const edges = project({ document, catalog, selected: new Set() });
  expect(edges).toHaveLength(5);
  expect(edges.map(({ data }) => data?.portType)).toEqual(['text', 'seed', 'image', 'image', 'image']);
  const again = project({ document, catalog, selected: new Set([edges[1]?.id ?? '']) });
  expect(again.filter((item, index) => item !== edges[index])).toHaveLength(1);
});
