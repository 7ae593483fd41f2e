import { expect, test } from 'vitest';

import { groupByCategory, scoreNode, searchNodes } from '#editor/palette/score-nodes.ts';

import { catalog, descriptorOf } from '../catalog.ts';

const all = [...catalog.values()];
const best = (query: string) => searchNodes(all, query)[0]?.type;

test.each([
  ['prompt', 'Prompt'],
  ['pro te', 'PromptTemplate'],
  ['seq', 'SequentialGenerate'],
  ['sg', 'SequentialGenerate'],
  ['KSampler', 'SequentialGenerate'],
  ['seedream', 'SequentialGenerate'],
  ['montage', 'Grid'],
  ['size', 'Resolution'],
  ['SAVE', 'Save'],
  ['prvw', 'Preview'],
])('%s finds %s first', (query, type) => {
  expect(best(query)).toBe(type);
});

test('every word has to be answered', () => {
  expect(scoreNode(descriptorOf('Prompt'), 'prompt unicorn')).toBe(0);
  expect(searchNodes(all, 'qqqq')).toEqual([]);
});

test('an empty query leaves everything in its order', () => {
  expect(searchNodes(all, '')).toEqual(all);
  expect(searchNodes(all, '   ')).toEqual(all);
});

test('categories follow the work', () => {
  expect(groupByCategory(all).map(({ category }) => category)).toEqual([
    'input',
    'generate',
    'images',
    'output',
  ]);
});
