import { describe, expect, test } from 'vitest';

import {
  bestPort,
  closedNodes,
  findPort,
  fittingTypes,
  refusal,
  sourceChoices,
  type WireEnd,
} from '#editor/workflow/port-fit.ts';

import { catalog, descriptorOf } from '../catalog.ts';
import { node, storyboard, workflow } from '../workflows.ts';

const document = storyboard();

function end(place: string, side: WireEnd['side']): WireEnd {
  const [id = '', name = ''] = place.split('.');
  const found = findPort(document, catalog, { node: id, side, name });
  if (found === undefined) throw new Error(`No port ${place}`);
  return found;
}

describe('refusal', () => {
  test.each([
    ['prompt.text', 'generate.prompt', undefined],
    ['generate.images', 'generate.references', 'A node cannot feed itself.'],
    ['prompt.text', 'grid.images', 'A text output does not fit an image input.'],
    ['grid.image', 'generate.references', 'This wire would close a circle.'],
    ['seed.seed', 'generate.count', 'A seed output does not fit an integer input.'],
  ])('%s to %s: %s', (from, to, expected) => {
    expect(refusal(document, end(from, 'output'), end(to, 'input'))).toBe(expected);
    // The other way round it is the same wire.
    expect(refusal(document, end(to, 'input'), end(from, 'output'))).toBe(expected);
  });

  test('two ports of one side', () => {
    expect(refusal(document, end('prompt.text', 'output'), end('seed.seed', 'output'))).toMatch(
      /two outputs/,
    );
  });
});

test('a wire must not reach what it comes from', () => {
  expect(closedNodes(document, end('grid.image', 'output'))).toEqual(
    new Set(['grid', 'generate', 'prompt', 'seed']),
  );
  expect(closedNodes(document, end('generate.references', 'input'))).toEqual(
    new Set(['generate', 'grid', 'save', 'frames']),
  );
});

describe('bestPort', () => {
  test.each([
    ['free text goes to the prompt, not to a choice', 'SequentialGenerate', 'prompt.text', 'prompt'],
    ['a batch of images to the one port that waits for it', 'Grid', 'generate.images', 'images'],
    ['a seed to the seed', 'SequentialGenerate', 'seed.seed', 'seed'],
    ['images to no prompt', 'Prompt', 'generate.images', undefined],
  ])('%s', (_name, type, from, expected) => {
    expect(bestPort(descriptorOf(type), end(from, 'output'))?.name).toBe(expected);
  });

  test('an input that is wired already is left alone', () => {
    const wire = end('prompt.text', 'output');
    expect(bestPort(descriptorOf('PromptTemplate'), wire, new Set(['template']))?.name).toBe('subject');
  });

  test('from an input it finds the output', () => {
    expect(bestPort(descriptorOf('Prompt'), end('generate.prompt', 'input'))?.name).toBe('text');
  });
});

test('types that wait for a wire come before those that can be typed into', () => {
  const types = fittingTypes([...catalog.values()], end('generate.images', 'output')).map(({ type }) => type);
  expect(types.at(-1)).toBe('LoadImages');
  expect(new Set(types)).toEqual(new Set(['Grid', 'Save', 'Preview', 'SequentialGenerate', 'LoadImages']));
});

test('sources offered for an input fit it and close no circle', () => {
  const labels = sourceChoices(document, catalog, end('generate.references', 'input'));
  expect(labels).toEqual([]);
  const choices = sourceChoices(document, catalog, end('save.images', 'input')).map(({ label }) => label);
  expect(choices).toEqual(['Sequential Generate · Images', 'Grid · Image']);
});

test('a placeholder has the ports that its edges name', () => {
  const strange = workflow([node('a', 'Prompt'), node('x', 'NotInstalled')], ['a.text > x.words']);
  expect(findPort(strange, catalog, { node: 'x', side: 'input', name: 'words' })).toBeDefined();
  expect(findPort(strange, catalog, { node: 'x', side: 'input', name: 'other' })).toBeUndefined();
});
