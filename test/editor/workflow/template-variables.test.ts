import { expect, test } from 'vitest';

import { splitTemplate, variablesOf } from '#editor/workflow/template-variables.ts';

import { catalog } from '../catalog.ts';

test.each([
  ['PromptTemplate', 'template', ['subject', 'scene', 'style']],
  ['PromptTemplate', 'subject', []],
  ['Prompt', 'text', []],
])('variables of %s.%s', (type, name, expected) => {
  const descriptor = catalog.get(type);
  const port = descriptor?.inputs.find((input) => input.name === name);
  if (descriptor === undefined || port === undefined) throw new Error('There is no such port.');
  expect(variablesOf(descriptor, port)).toEqual(expected);
});

test('only names that stand for something are variables', () => {
  const pieces = splitTemplate('a {subject} in {nowhere}', ['subject']);
  expect(pieces.filter(({ variable }) => variable).map(({ text }) => text)).toEqual(['{subject}']);
  expect(pieces.map(({ text }) => text).join('')).toBe('a {subject} in {nowhere}');
});
