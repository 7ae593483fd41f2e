import { expect, test } from 'vitest';

import { placeNode, snap } from '#editor/workflow/new-node.ts';
import { findPort } from '#editor/workflow/port-fit.ts';

import { catalog, descriptorOf } from '../catalog.ts';
import { storyboard } from '../workflows.ts';

test('a node that a wire is dropped for is added and wired, as one edit', () => {
  const document = storyboard();
  const wire = findPort(document, catalog, { node: 'generate', side: 'output', name: 'images' });
  const { id, edit } = placeNode(document, descriptorOf('Preview'), {
    position: { x: 1, y: 2 },
    wire: wire ?? null,
  });
  const after = edit(document);
  expect(id).toBe('preview');
  expect(after.nodes.at(-1)).toEqual({ id, type: 'Preview', position: { x: 1, y: 2 }, inputs: {} });
  expect(after.edges.at(-1)).toEqual({
    from: { node: 'generate', output: 'images' },
    to: { node: 'preview', input: 'images' },
  });
});

test('a wire from an input is fed by the new node', () => {
  const document = storyboard();
  const wire = findPort(document, catalog, { node: 'generate', side: 'input', name: 'count' });
  const { edit } = placeNode(document, descriptorOf('Count'), {
    position: { x: 0, y: 0 },
    wire: wire ?? null,
  });
  expect(edit(document).edges.at(-1)).toEqual({
    from: { node: 'count', output: 'count' },
    to: { node: 'generate', input: 'count' },
  });
});

test('names do not repeat', () => {
  const document = storyboard();
  expect(placeNode(document, descriptorOf('Save'), { position: { x: 0, y: 0 } }).id).toBe('save-2');
});

test('positions snap to the grid of 8 px', () => {
  expect(snap({ x: 13, y: -13 })).toEqual({ x: 16, y: -16 });
});
