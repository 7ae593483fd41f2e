import { expect, test } from 'vitest';

import { pasteFragment } from '#core/document/edits.ts';
import { fragmentFromText, fragmentToText, takeFragment } from '#editor/workflow/fragment.ts';

import { storyboard } from '../workflows.ts';

test('copying and pasting through text keeps values and inner wires, under new names', () => {
  const document = storyboard();
  const taken = takeFragment(document, new Set(['generate', 'grid']));
  const fragment = taken === undefined ? undefined : fragmentFromText(fragmentToText(taken));
  if (fragment === undefined) throw new Error('nothing was copied');
  const pasted = pasteFragment(fragment, { offset: { x: 32, y: 32 } })(document);
  expect(pasted.nodes.slice(document.nodes.length).map(({ id }) => id)).toEqual(['generate-2', 'grid-2']);
  expect(pasted.edges.slice(document.edges.length)).toEqual([
    { from: { node: 'generate-2', output: 'images' }, to: { node: 'grid-2', input: 'images' } },
  ]);
});

test('wires from outside come along when asked for', () => {
  const document = storyboard();
  const fragment = takeFragment(document, new Set(['grid']));
  if (fragment === undefined) throw new Error('nothing was copied');
  const pasted = pasteFragment(fragment, { offset: { x: 0, y: 0 }, keepIncoming: true })(document);
  expect(pasted.edges.at(-1)).toEqual({
    from: { node: 'generate', output: 'images' },
    to: { node: 'grid-2', input: 'images' },
  });
});

test.each(['', 'hello', '{}', '[1]', '{"format":"batchwork-fragment"}', '{"format":"batchwork","nodes":[]}'])(
  'the text %j is no fragment',
  (text) => {
    expect(fragmentFromText(text)).toBeUndefined();
  },
);

test('nothing selected, nothing copied', () => {
  expect(takeFragment(storyboard(), new Set(['nobody']))).toBeUndefined();
});
