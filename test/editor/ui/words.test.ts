import { expect, test } from 'vitest';

import type { Estimate, NodeEstimate } from '#core/run/estimate.ts';
import { describeKeys } from '#editor/app/commands/key-words.ts';
import { formatDuration, formatUsd } from '#editor/ui/money.ts';
import { describeNodePrice, describePrice } from '#editor/ui/price-words.ts';

test.each([
  [0, '$0.00'],
  [0.12, '$0.12'],
  [0.035, '$0.035'],
  [0.0004, '$0.0004'],
  [12.5, '$12.50'],
  [0.48, '$0.48'],
])('%f is written %s', (usd, words) => {
  expect(formatUsd(usd)).toBe(words);
});

test.each([
  [350, '0.3 s'],
  [12_400, '12 s'],
  [185_000, '3:05'],
])('%i ms are written %s', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

const bought: NodeEstimate = {
  executions: 1,
  cached: 0,
  images: 3,
  usd: 0.12,
  provider: 'wavespeed',
  demo: false,
  source: 'price list',
};
const estimate = (usd: number | null, nodes: NodeEstimate[]): Estimate => ({
  usd,
  images: 3,
  paidCalls: 1,
  nodes: Object.fromEntries(nodes.map((node, index) => [`n${index}`, node])),
  diagnostics: [],
});

test('the price of a run: known, unknown and never "free" by mistake', () => {
  expect(describePrice(estimate(0.12, [bought]))).toBe('$0.12');
  expect(describePrice(estimate(null, [{ ...bought, usd: null }]))).toBe('?');
  expect(describePrice(estimate(0, [{ ...bought, usd: 0, demo: true }]))).toBe('Demo · free');
  expect(describePrice(estimate(0.12, [bought, { ...bought, usd: 0, demo: true }]))).toBe('$0.12');
  expect(describePrice(estimate(0, []))).toBe('');
});

test('the price of a node', () => {
  expect(describeNodePrice(bought)).toBe('$0.12');
  expect(describeNodePrice({ ...bought, usd: null })).toBe('?');
  expect(describeNodePrice({ ...bought, cached: 1, usd: 0 })).toBe('cached, $0.00');
  expect(describeNodePrice({ ...bought, usd: 0, demo: true })).toBe('free');
});

test.each([
  ['$mod+Shift+z', false, 'Ctrl+Shift+Z'],
  ['$mod+Shift+z', true, '⌘⇧Z'],
  ['Shift+?', false, '?'],
  ['Alt+=', false, 'Alt+='],
  ['Shift+Digit0', false, 'Shift+0'],
])('%s on a Mac (%s) reads %s', (keys, mac, words) => {
  expect(describeKeys(keys, mac)).toBe(words);
});
