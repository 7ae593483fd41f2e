import { expect, test } from 'vitest';

import { removeKeepingLinks } from '#core/document/remove-keeping-links.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import { catalog } from '#test/editor/catalog.ts';
import { edge, workflow } from '#test/rig/workflow.ts';

// load ──▶ generate ──▶ grid ──▶ save
// prompt ────┘
const chain = (): WorkflowDocument =>
  workflow(
    {
      prompt: { type: 'Prompt' },
      load: { type: 'LoadImages' },
      generate: { type: 'SequentialGenerate' },
      grid: { type: 'Grid' },
      save: { type: 'Save' },
    },
    [
      'prompt.text > generate.prompt',
      'load.images > generate.references',
      'generate.images > grid.images',
      'grid.image > save.images',
    ],
  );

test.each([
  ['one in the middle', ['grid'], ['generate.images > save.images']],
  ['two in a row', ['generate', 'grid'], ['load.images > save.images']],
  ['the end of the chain', ['save'], []],
  ['its beginning', ['load'], []],
  ['one whose other inputs do not fit', ['generate'], ['load.images > grid.images']],
])('closes the gap after %s', (_name, ids, bridges) => {
  const gone = new Set(ids);
  const document = removeKeepingLinks(gone, catalog)(chain());
  const kept = chain().edges.filter(({ from, to }) => !gone.has(from.node) && !gone.has(to.node));
  expect(document.edges).toEqual([...kept, ...bridges.map(edge)]);
  expect(document.nodes.some(({ id }) => gone.has(id))).toBe(false);
});

test('nodes that nobody knows leave a gap', () => {
  const document = chain();
  const strange = {
    ...document,
    nodes: document.nodes.map((node) => (node.id === 'grid' ? { ...node, type: 'Strange' } : node)),
  };
  expect(removeKeepingLinks(new Set(['grid']), catalog)(strange).edges).toHaveLength(2);
});

test('a circle of removed nodes ends', () => {
  const document = workflow({ a: { type: 'Grid' }, b: { type: 'Grid' }, save: { type: 'Save' } }, [
    'a.image > b.images',
    'b.image > a.images',
    'b.image > save.images',
  ]);
  expect(removeKeepingLinks(new Set(['a', 'b']), catalog)(document).edges).toEqual([]);
});
