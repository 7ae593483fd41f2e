import { expect, test } from 'vitest';

import type { WorkflowDocument } from '#core/document/schema.ts';
import { fixesFor } from '#editor/workflow/fixes.ts';
import { validate } from '#engine/validate.ts';

import { catalog } from '../catalog.ts';
import { node, workflow } from '../workflows.ts';

/** The fixes of the first problem, and the problems that are left after the first of them. */
function mend(document: WorkflowDocument): { labels: string[]; left: string[] } {
  const [first] = validate(document, catalog).diagnostics;
  if (first === undefined) throw new Error('Nothing is wrong.');
  const fixes = fixesFor(first, { document, catalog });
  const [fix] = fixes;
  const mended = fix !== undefined && 'edit' in fix ? fix.edit(document) : document;
  return {
    labels: fixes.map(({ label }) => label),
    left: validate(mended, catalog).diagnostics.map(({ message }) => message),
  };
}

test.each<[string, WorkflowDocument, string[]]>([
  [
    'a missing input, with one node that could feed it',
    workflow([node('load', 'LoadImages', { images: [] }), node('grid', 'Grid')]),
    ['Connect Load Images · Images', 'Add a Load Images'],
  ],
  [
    'a number that is too large',
    workflow([node('count', 'Count', { count: 99 })]),
    ['Set to 15', 'Set to 3'],
  ],
  [
    'a choice with a slip',
    workflow([node('grid', 'Save', { format: 'jpg', images: [] })]),
    ['Set to jpeg', 'Set to original'],
  ],
  [
    'a wire between types that do not fit',
    workflow([node('p', 'Prompt', { text: 'x' }), node('g', 'Grid')], ['p.text > g.images']),
    ['Put Sequential Generate between', 'Remove the wire'],
  ],
  [
    'a type with a slip',
    workflow([node('p', 'Promt', { text: 'a fox' }), node('q', 'Count')]),
    ['Use Prompt instead'],
  ],
  [
    'a value that no input takes',
    workflow([node('count', 'Count', { count: 3, kount: 4 })]),
    ['Remove the value'],
  ],
])('%s', (_name, document, labels) => {
  expect(mend(document).labels).toEqual(labels);
});

test('the first fix leaves one problem less', () => {
  const document = workflow([node('count', 'Count', { count: 99 })]);
  expect(mend(document).left).toEqual([]);
});

test('an empty prompt is offered a Prompt', () => {
  const document = workflow([node('generate', 'SequentialGenerate')]);
  expect(
    fixesFor(
      { code: 'missing-input', severity: 'error', message: '', node: 'generate', port: 'prompt' },
      { document, catalog },
    ).map(({ label }) => label),
  ).toEqual(['Add a Prompt']);
});

test('nobody guesses at a type that is like no other', () => {
  const document = workflow([node('x', 'HologramGenerate')]);
  expect(mend(document).labels).toEqual([]);
});
