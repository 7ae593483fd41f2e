import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import * as edits from '#core/document/edits.ts';
import type { Note, WorkflowDocument } from '#core/document/schema.ts';
import { edge, workflow } from '#test/rig/workflow.ts';

// prompt ──▶ generate ──▶ save
const wired = (): WorkflowDocument => ({
  ...workflow(
    {
      prompt: { type: 'Prompt', inputs: { text: 'a fox', kept: 1 }, future: 'kept' },
      generate: { type: 'SequentialGenerate', title: 'Draw' },
      save: { type: 'Save' },
    },
    ['prompt.text > generate.prompt', 'generate.images > save.images'],
  ),
  groups: [{ id: 'frame', title: 'Act 1', position: { x: 0, y: 0 }, size: { width: 10, height: 10 } }],
  notes: [{ id: 'note', text: 'hello', position: { x: 5, y: 5 } }],
  unknown: { survives: true },
});

const changesNothing: readonly [string, edits.Edit][] = [
  ['moving nobody', edits.moveItems(new Map([['nobody', { x: 1, y: 1 }]]))],
  ['moving to where it is', edits.moveItems(new Map([['prompt', { x: 0, y: 0 }]]))],
  ['removing nobody', edits.removeItems(new Set(['nobody']))],
  ['changing nobody', edits.updateNode('nobody', { title: 'x' })],
  ['the same title', edits.updateNode('generate', { title: 'Draw' })],
  ['taking out a title that is not there', edits.updateNode('prompt', { title: undefined })],
  ['the same literal', edits.setInput('prompt', 'text', 'a fox')],
  ['taking out a literal that is not there', edits.setInput('prompt', 'seed', undefined)],
  ['an edge that is there', edits.connect(edge('prompt.text > generate.prompt'))],
  ['an edge that is not there', edits.disconnect(edge('prompt.text > generate.seed'))],
  ['the same name', edits.renameDocument('Test')],
  ['the same note', edits.updateNote('note', { text: 'hello' })],
  ['the same frame', edits.updateGroup('frame', { title: 'Act 1' })],
  ['an empty clipboard', edits.pasteFragment({ nodes: [], edges: [] }, { offset: { x: 9, y: 9 } })],
];

test.each(changesNothing)('%s answers with the same document', (_name, edit) => {
  const document = wired();
  expect(edit(document)).toBe(document);
});

test('an edit leaves the document it was given as it was', () => {
  const [document, untouched] = [wired(), wired()];
  edits.inSequence(
    edits.addNode({ id: 'n', type: 'Prompt', position: { x: 1, y: 1 }, inputs: {} }),
    edits.moveItems(new Map([['prompt', { x: 9, y: 9 }]])),
    edits.setInput('prompt', 'text', 'a wolf'),
    edits.updateNode('generate', { title: undefined, mode: 'mute' }),
    edits.connect(edge('n.text > generate.prompt')),
    edits.removeItems(new Set(['save', 'note'])),
  )(document);
  expect(document).toEqual(untouched);
});

test('what an edit does not touch stays the same object, so that nothing else is drawn again', () => {
  const document = wired();
  const edited = edits.setInput('prompt', 'text', 'a wolf')(document);
  expect(edited.nodes[1]).toBe(document.nodes[1]);
  expect(edited.edges).toBe(document.edges);
  expect(edited['unknown']).toBe(document['unknown']);
});

test('a literal is set in its place and can be taken out again', () => {
  const set = edits.setInput('prompt', 'text', 'a wolf')(wired());
  expect(JSON.stringify(set.nodes[0]?.inputs)).toBe('{"text":"a wolf","kept":1}');
  expect(edits.setInput('prompt', 'text', undefined)(set).nodes[0]?.inputs).toEqual({ kept: 1 });
  expect(edits.setInput('prompt', 'size', { w: 1 })(set).nodes[0]?.inputs['size']).toEqual({ w: 1 });
});

test('an undefined field of a change takes the field out; unknown ones stay', () => {
  const muted = edits.updateNode('prompt', { mode: 'mute' })(wired());
  expect(muted.nodes[0]).toMatchObject({ mode: 'mute', future: 'kept' });
  expect(Object.keys(edits.updateNode('prompt', { mode: undefined })(muted).nodes[0] ?? {})).not.toContain(
    'mode',
  );
});

test('moving takes nodes, groups and notes along', () => {
  const to = { x: 7, y: 8 };
  const moved = edits.moveItems(
    new Map([
      ['save', to],
      ['frame', to],
      ['note', to],
    ]),
  )(wired());
  expect(moved.nodes.map(({ position }) => position.x)).toEqual([0, 0, 7]);
  expect([moved.groups[0]?.position, moved.notes[0]?.position]).toEqual([to, to]);
});

test('removing a node removes every edge that touches it', () => {
  const { nodes, edges, notes } = edits.removeItems(new Set(['generate', 'note']))(wired());
  expect(nodes.map(({ id }) => id)).toEqual(['prompt', 'save']);
  expect(edges).toEqual([]);
  expect(notes).toEqual([]);
});

test('an input holds one edge: the new one replaces the old', () => {
  const replaced = edits.connect(edge('save.x > generate.prompt'))(wired());
  expect(replaced.edges).toEqual([edge('generate.images > save.images'), edge('save.x > generate.prompt')]);
  expect(edits.disconnect(edge('save.x > generate.prompt'))(replaced).edges).toHaveLength(1);
});

test('groups and notes are added and changed', () => {
  const note: Note = { id: 'n2', text: 'two', position: { x: 0, y: 0 } };
  const document = edits.inSequence(
    edits.addNote(note),
    edits.updateNote('n2', { text: 'zwei' }),
    edits.addGroup({ id: 'g2', title: '', position: { x: 0, y: 0 }, size: { width: 1, height: 1 } }),
    edits.renameDocument('Foxes'),
  )(wired());
  expect(document.notes.at(-1)).toEqual({ ...note, text: 'zwei' });
  expect(document.groups.map(({ id }) => id)).toEqual(['frame', 'g2']);
  expect(document.name).toBe('Foxes');
});

test('a paste gets ids of its own; edges follow inside, and from outside only when asked', () => {
  const document = wired();
  const fragment = {
    nodes: document.nodes.slice(1),
    edges: [...document.edges, edge('gone.text > generate.seed')],
    // The same id as a node: ids of notes are no nodes to connect to.
    notes: [{ id: 'generate', text: '', position: { x: 0, y: 0 } }],
  };
  const offset = { x: 10, y: 20 };
  const pasted = edits.pasteFragment(fragment, { offset })(document);
  expect(pasted.nodes.slice(3).map(({ id, position }) => [id, position])).toEqual([
    ['generate-2', offset],
    ['save-2', offset],
  ]);
  expect(pasted.edges.slice(2)).toEqual([edge('generate-2.images > save-2.images')]);
  expect(pasted.notes.at(-1)).toMatchObject({ id: 'generate-3', position: offset });
  const wiredIn = edits.pasteFragment(fragment, { offset, keepIncoming: true })(document);
  expect(wiredIn.edges.slice(2)).toEqual([
    edge('prompt.text > generate-2.prompt'),
    edge('generate-2.images > save-2.images'),
  ]);
});

test('however often a piece is pasted, all ids stay distinct', () => {
  const piece = { nodes: wired().nodes, edges: wired().edges, notes: wired().notes };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.boolean(), (times, keepIncoming) => {
      let document = wired();
      for (let time = 0; time < times; time += 1)
        document = edits.pasteFragment(piece, { offset: { x: 1, y: 1 }, keepIncoming })(document);
      const ids = [...document.nodes, ...document.groups, ...document.notes].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(document.edges).toHaveLength(2 * (times + 1));
    }),
    { numRuns: 50 },
  );
});
