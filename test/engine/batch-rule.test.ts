import { expect, test } from 'vitest';

import type { PortDescriptor } from '#core/node/descriptor.ts';
import type { Batch } from '#core/run/batch.ts';
import { mapInputs, typedNothing, type FedInput, type Mapping } from '#engine/batch-rule.ts';

const portOf = (name: string, cardinality: 'one' | 'many', optional = false): PortDescriptor => ({
  name,
  portType: 'text',
  cardinality,
  optional,
  rule: { kind: 'text' },
  label: name,
});

/** A batch of the letters of `text`; `_` is a hole. */
const batch = (text: string): Batch =>
  text.split('').map((value, execution) => {
    const origin = { node: 'source', execution };
    return value === '_' ? { hole: true, origin } : { value, origin };
  });

const one = (name: string, text: string): FedInput => ({ port: portOf(name, 'one'), batch: batch(text) });
const many = (name: string, text: string): FedInput => ({ port: portOf(name, 'many'), batch: batch(text) });

/** The executions as texts: `a1` where `a` came with `1`, `-` for a hole. */
function drawn(mapping: Mapping): string | readonly string[] {
  if (mapping.kind !== 'executions') return `${mapping.kind} at ${mapping.port}`;
  return mapping.executions.map((each) =>
    each.kind === 'hole' ? '-' : Object.values(each.values).map(String).join(' '),
  );
}

test.each<[string, readonly FedInput[], string | readonly string[]]>([
  ['no inputs execute once', [], ['']],
  ['one item executes once', [one('x', 'a')], ['a']],
  ['a batch maps', [one('x', 'abc')], ['a', 'b', 'c']],
  ['equal batches are zipped', [one('x', 'abc'), one('y', '123')], ['a 1', 'b 2', 'c 3']],
  ['a batch of one is broadcast', [one('x', 'a'), one('y', '123')], ['a 1', 'a 2', 'a 3']],
  ['… wherever it stands', [one('x', 'abc'), one('y', '1'), one('z', 'xyz')], ['a 1 x', 'b 1 y', 'c 1 z']],
  ['other lengths are an error', [one('x', 'ab'), one('y', '123')], 'unequal at y'],
  ['… also behind a broadcast', [one('w', '!'), one('x', 'abc'), one('y', '12')], 'unequal at y'],
  ['an empty batch executes never', [one('x', '')], []],
  ['… and takes a single one along', [one('x', 'a'), one('y', '')], []],
  ['… but fits no batch', [one('x', ''), one('y', '12')], 'unequal at y'],
  ['many gathers', [many('x', 'abc')], ['a,b,c']],
  ['… into every mapped execution', [many('x', 'abc'), one('y', '12')], ['a,b,c 1', 'a,b,c 2']],
  ['… of any length', [many('x', 'ab'), many('y', '123')], ['a,b 1,2,3']],
  ['a hole is left out where it is gathered', [many('x', 'a_c')], ['a,c']],
  ['a hole makes a hole where it is mapped', [one('x', 'a_c'), one('y', '1')], ['a 1', '-', 'c 1']],
  ['a broadcast hole spoils every execution', [one('x', '_'), one('y', '12')], ['-', '-']],
  ['holes alone leave nothing to gather', [many('x', '__')], 'empty at x'],
  ['an empty batch leaves nothing to gather', [many('x', '')], 'empty at x'],
  ['… unless the input is optional', [{ port: portOf('x', 'many', true), batch: [] }], ['']],
  ['… or a person typed nothing', [{ port: portOf('x', 'many'), batch: typedNothing }], ['']],
  [
    'an optional input without an edge is undefined',
    [{ port: portOf('x', 'one', true), batch: undefined }],
    ['undefined'],
  ],
])('%s', (_name, inputs, expected) => {
  expect(drawn(mapInputs(inputs))).toEqual(expected);
});

test('the sentence about unequal lengths names both inputs, both lengths and the way out', () => {
  const mapping = mapInputs([one('prompt', 'ab'), one('seed', '123')]);
  expect(mapping).toMatchObject({ message: expect.stringMatching(/"prompt".*2.*"seed".*3.*Combine/) });
});

test('each execution knows the items it was made of', () => {
  const mapping = mapInputs([one('x', 'ab'), one('y', '1'), many('z', 'p_q')]);
  const origins =
    mapping.kind === 'executions'
      ? mapping.executions.map((each) => (each.kind === 'values' ? each.items.map(({ value }) => value) : []))
      : [];
  expect(origins).toEqual([
    ['a', '1', 'p', 'q'],
    ['b', '1', 'p', 'q'],
  ]);
});

test('half a million items are gathered as well as three', () => {
  const mapping = mapInputs([many('x', 'a'.repeat(500_000))]);
  const [execution] = mapping.kind === 'executions' ? mapping.executions : [];
  expect(execution).toMatchObject({ kind: 'values', items: { length: 500_000 } });
});
