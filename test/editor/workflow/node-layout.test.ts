import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isPreset, layoutNode, nodeMeasures, textBoxHeight } from '#editor/workflow/node-layout.ts';

import { catalog, descriptorOf } from '../catalog.ts';
import { node } from '../workflows.ts';

const none: ReadonlySet<string> = new Set();
const layout = (
  type: string,
  inputs = {},
  options: { wired?: ReadonlySet<string>; expanded?: boolean; collapsed?: boolean } = {},
) => {
  const instance = node('n', type, inputs);
  return layoutNode(
    {
      node: options.collapsed === true ? { ...instance, collapsed: true } : instance,
      descriptor: descriptorOf(type),
      known: true,
    },
    { wired: options.wired ?? none, expanded: options.expanded ?? false },
  );
};
const inputsOf = (rows: ReturnType<typeof layout>['rows']) =>
  rows.flatMap((row) => (row.kind === 'more' || row.input === undefined ? [] : [row.input.name]));

test('ports are level with their rows, 28 px apart, below a header of 36', () => {
  const { ports } = layout('Count');
  expect(ports).toEqual([
    { name: 'count', side: 'output', x: 280, y: 36 + 6 + 14 },
    { name: 'count', side: 'input', x: 0, y: 36 + 6 + 28 + 14 },
  ]);
});

test('every output of every node has its place, in every state', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...catalog.keys()),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (type, expanded, collapsed, allWired) => {
        const { inputs, outputs } = descriptorOf(type);
        const wired = new Set(allWired ? inputs.map(({ name }) => name) : []);
        const { ports, height } = layout(type, {}, { wired, expanded, collapsed });
        for (const { name } of outputs)
          expect(ports.filter((port) => port.side === 'output' && port.name === name)).toHaveLength(1);
        for (const name of wired)
          expect(ports.filter((port) => port.side === 'input' && port.name === name)).toHaveLength(1);
        for (const { y } of ports) expect(y).toBeLessThan(height);
        expect(new Set(ports.map(({ side, y }) => `${side}${y}`)).size).toBe(
          collapsed ? new Set(ports.map(({ side }) => side)).size : ports.length,
        );
      },
    ),
  );
});

describe('further inputs', () => {
  test('stay behind "more" until asked for', () => {
    expect(inputsOf(layout('Seed').rows)).toEqual(['seed', 'after_run']);
    expect(inputsOf(layout('Seed', {}, { expanded: true }).rows)).toEqual(['seed', 'after_run', 'copies']);
  });
  test('are shown when a wire feeds them', () => {
    expect(inputsOf(layout('Seed', {}, { wired: new Set(['copies']) }).rows)).toContain('copies');
  });
  test('are shown for the choice "custom"', () => {
    expect(inputsOf(layout('Resolution', { preset: 'custom' }).rows)).toEqual(['preset', 'width', 'height']);
  });
});

test('a wired text needs no box', () => {
  const open = layout('SequentialGenerate');
  const wired = layout('SequentialGenerate', {}, { wired: new Set(['prompt']) });
  expect(open.height - wired.height).toBe(textBoxHeight('', 280) + nodeMeasures.textBoxGap);
});

test('a text box grows from three lines to eight', () => {
  const lines = (count: number) => textBoxHeight(Array.from({ length: count }, () => 'x').join('\n'), 280);
  expect(lines(1)).toBe(lines(3));
  expect(lines(8) - lines(3)).toBe(5 * nodeMeasures.lineHeight);
  expect(lines(30)).toBe(lines(8));
  expect(textBoxHeight('x'.repeat(300), 280)).toBe(lines(8));
});

test.each([
  ['2048x2048 (1:1)', true],
  ['4K', true],
  ['2048x2048', false],
  ['nonsense', false],
])('%s is a preset: %s', (value, expected) => {
  expect(isPreset(value)).toBe(expected);
});
