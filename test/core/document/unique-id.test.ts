import { expect, test } from 'vitest';

import { kebabCase, uniqueId } from '#core/document/unique-id.ts';

test.each([
  ['prompt', [], 'prompt'],
  ['prompt', ['prompt'], 'prompt-2'],
  ['prompt', ['prompt', 'prompt-2', 'prompt-4'], 'prompt-3'],
  ['prompt-2', ['prompt-2'], 'prompt-3'],
  ['prompt-7', ['prompt-7'], 'prompt-2'],
  ['act-1-scene', ['act-1-scene'], 'act-1-scene-2'],
])('%s beside %j becomes %s', (wanted, taken, id) => {
  expect(uniqueId(wanted, new Set(taken))).toBe(id);
});

test.each([
  ['SequentialGenerate', 'sequential-generate'],
  ['Prompt', 'prompt'],
  ['Grid2Png', 'grid2-png'],
  ['My Node!', 'my-node-'],
])('the stem of %s is %s', (type, stem) => {
  expect(kebabCase(type)).toBe(stem);
});
