import { expect, test } from 'vitest';

import { openWorkflowFile } from '#interop/read-workflow-file.ts';

import { read, toPrompt } from './read-sample.ts';

/** What files in the wild do, though no program should. */

test('ids of any size', () => {
  const ids = [1e20, 123_456_789_012, -5, 1.5, 'x'];
  const { document } = read({ nodes: ids.map((id) => ({ id, type: 'A' })), links: [], version: 0.4 });
  expect(document.nodes.map(({ id }) => id)).toEqual(ids.map(String));
});

test('pinned nodes, notes and groups', () => {
  const { document } = read({
    nodes: [
      { id: 1, type: 'A', flags: { pinned: true } },
      { id: 2, type: 'Note', flags: { pinned: true }, widgets_values: ['x'] },
    ],
    links: [],
    groups: [{ title: 'G', bounding: [0, 0, 9, 9], flags: { pinned: true } }],
    version: 0.4,
  });
  const pinned = [{ pinned: true }];
  expect(document).toMatchObject({ nodes: pinned, notes: pinned, groups: pinned });
});

test('nodes that live in the editor alone reach no prompt, and stay in the document', async () => {
  const workflow = {
    nodes: [
      { id: 1, type: 'Fast Groups Bypasser (rgthree)' },
      { id: 2, type: 'Label (rgthree)' },
      { id: 3, type: 'SaveImage' },
    ],
    links: [],
    version: 0.4,
  };
  expect(Object.keys(await toPrompt(workflow))).toEqual(['3']);
  expect(read(workflow).document.nodes).toHaveLength(3);
});

test('remarks among the nodes of a prompt are kept aside', () => {
  const { document, codes } = read({ '1': { class_type: 'SaveImage', inputs: {} }, _comment: 'mine' });
  expect(document.nodes).toHaveLength(1);
  expect(document).toMatchObject({ comfy: { unreadable: [{ _comment: 'mine' }] } });
  expect(codes).toContain('unreadable-kept');
});

const workflow = { nodes: [{ id: 1, type: 'SaveImage', widgets_values: ['é漢'] }], links: [], version: 0.4 };
const json = JSON.stringify(workflow);
const utf16 = Buffer.from(`\uFEFF${json}`, 'utf16le');

test.each([
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${json}`)],
  ['UTF-16, as a shell writes it', utf16],
  ['UTF-16 the other way round', Buffer.from(utf16).swap16()],
  ['JSON within a JSON text', Buffer.from(JSON.stringify(json))],
])('%s', async (_name, bytes) => {
  expect(await openWorkflowFile(bytes)).toEqual({ ok: true, workflow: { format: 'comfy', value: workflow } });
});

test('long chains of reroutes and bypassed nodes are walked once', async () => {
  const count = 4000;
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const chain = (type: string, mode: number) => ({
    nodes: [
      { id: 0, type: 'Source', outputs: [{ name: 'o', type: '*', links: [1] }] },
      ...ids.map((id) => ({
        id,
        type,
        mode,
        inputs: [{ name: 'i', type: '*', link: id }],
        outputs: [{ name: 'o', type: '*', links: [id + 1] }],
      })),
      ...ids.map((id) => ({
        id: count + id,
        type: 'Sink',
        inputs: [{ name: 'in', type: '*', link: count + id }],
      })),
    ],
    links: [
      ...ids.map((id) => [id, id - 1, 0, id, 0, '*']),
      ...ids.map((id) => [count + id, count, 0, count + id, 0, '*']),
    ],
    version: 0.4,
  });
  for (const long of [chain('Reroute', 0), chain('Middle', 4)]) {
    const prompt = await toPrompt(long);
    expect(Object.values(prompt).filter(({ inputs }) => 'in' in inputs)).toHaveLength(count);
    expect(prompt[count * 2]?.inputs).toEqual({ in: ['0', 0] });
  }
});
