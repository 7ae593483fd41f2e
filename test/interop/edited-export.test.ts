import { expect, test } from 'vitest';

import { parseDocument } from '#core/document/parse.ts';
import { documentToUi } from '#interop/comfy/document-to-ui.ts';
import { readWorkflowText } from '#interop/read-workflow.ts';
import { loadNodes } from '#platform/node-folder.ts';

const { descriptors: catalog } = await loadNodes('nodes');

const own = {
  format: 'batchwork',
  version: 1,
  name: 'Own',
  author: 'kept',
  nodes: [
    {
      id: 'p',
      type: 'Prompt',
      title: 'T',
      position: { x: 0, y: 0 },
      collapsed: true,
      pinned: true,
      mode: 'mute',
      color: '#123456',
      inputs: { text: 'a', unknown: 1 },
      ours: 7,
    },
    { id: 'g', type: 'SequentialGenerate', position: { x: 300, y: 0 }, inputs: {} },
    { id: 'odd', type: 'Odd Class', position: { x: 600, y: 0 }, inputs: { x: 1 } },
  ],
  edges: [
    { from: { node: 'p', output: 'text' }, to: { node: 'g', input: 'prompt' }, ours: 1 },
    { from: { node: 'gone', output: 'text' }, to: { node: 'g', input: 'seed' } },
  ],
  groups: [
    {
      id: 'frame',
      title: 'G',
      position: { x: 0, y: 0 },
      size: { width: 5, height: 5 },
      pinned: true,
      ours: 2,
    },
  ],
  notes: [{ id: 'note', text: 'x', position: { x: 1, y: 1 }, pinned: true, ours: 3 }],
};

/** An export of the document, as another program has changed it. */
function edited(change: (workflow: ReturnType<typeof JSON.parse>) => void) {
  const parsed = parseDocument(own);
  if (!parsed.ok) throw new Error('no document');
  const workflow = JSON.parse(JSON.stringify(documentToUi(parsed.document, { catalog, carry: true })));
  change(workflow);
  const read = readWorkflowText(JSON.stringify(workflow), { catalog });
  if (!read.ok) throw new Error(read.diagnostics[0]?.message);
  return { before: parsed.document, after: read.document, read };
}

test('what a save by another program adds around the graph changes nothing else', () => {
  const { before, after, read } = edited((workflow) => {
    workflow.id = 'uuid';
    workflow.extra.frontendVersion = '1.30.0';
    for (const node of workflow.nodes.slice(0, 2)) delete node.widgets_values_named;
  });
  const { comfy, ...rest } = after;
  expect(rest).toEqual(before);
  expect(comfy).toMatchObject({ id: 'uuid', extra: { frontendVersion: '1.30.0' } });
  expect(JSON.stringify(comfy)).not.toContain('"batchwork":{"document"');
  expect(read.idMap.get('1')).toBe('p');
});

test('what was taken away there is gone here', () => {
  const { after } = edited((workflow) => {
    const [prompt] = workflow.nodes;
    prompt.mode = 0;
    prompt.flags = {};
    delete prompt.title;
    delete prompt.color;
    workflow.groups[0].flags = {};
  });
  expect(after.nodes[0]).toEqual({
    id: 'p',
    type: 'Prompt',
    position: { x: 0, y: 0 },
    inputs: { text: 'a', unknown: 1 },
    ours: 7,
  });
  expect(after.groups[0]).toMatchObject({ id: 'frame', ours: 2 });
  expect(after.groups[0]).not.toHaveProperty('pinned');
});

test('a change of a value, a title, a note and a link comes through', () => {
  const { after } = edited((workflow) => {
    const [prompt, generate, , note] = workflow.nodes;
    prompt.widgets_values = ['b'];
    prompt.widgets_values_named = { text: 'b' };
    generate.title = 'New';
    for (const input of generate.inputs) input.link = null;
    note.widgets_values = ['y'];
    workflow.groups[0].title = 'H';
  });
  expect(after.nodes[0]?.inputs).toEqual({ text: 'b', unknown: 1 });
  expect(after.nodes[1]).toMatchObject({ id: 'g', title: 'New', inputs: {} });
  expect(after.edges).toEqual([own.edges[1]]);
  expect(after.notes).toMatchObject([{ id: 'note', text: 'y', pinned: true, ours: 3 }]);
  expect(after.groups).toMatchObject([{ id: 'frame', title: 'H', ours: 2 }]);
});

test('new nodes get ids that are free, deleted ones are gone', () => {
  const { after } = edited((workflow) => {
    workflow.nodes.splice(2, 1);
    workflow.nodes.push({ id: 50, type: 'Prompt', pos: [0, 0], widgets_values_named: { text: 'new' } });
    workflow.nodes.push({ ...workflow.nodes[0], id: 51, outputs: [] });
  });
  expect(after.nodes.map(({ id }) => id)).toEqual(['p', 'g', '50', '51']);
});
