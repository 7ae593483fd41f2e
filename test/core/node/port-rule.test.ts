import { expect, test } from 'vitest';

import { resolutionLabels } from '#core/model/resolution.ts';
import { describeRule, isOutOfRange, schemaOfRule, type PortRule } from '#core/node/port-rule.ts';
import { port, type Port } from '#core/node/port.ts';
import { image } from '#test/rig/images.ts';

const integer: PortRule = { kind: 'integer', min: 1, max: 15 };
const hex = port.color({ initial: '#ffffff' }).rule;

const table: readonly [PortRule, readonly unknown[], readonly unknown[]][] = [
  [{ kind: 'text' }, ['', 'a', '🦊'.repeat(1000)], [1, null, undefined, ['a']]],
  [{ kind: 'text', maxLength: 3 }, ['', 'abc'], ['abcd']],
  [integer, [1, 15], [0, 16, 1.5, '3', null, Infinity, Number.NaN, true]],
  [{ kind: 'integer' }, [-5, Number.MAX_SAFE_INTEGER], [2 ** 53, 0.1]],
  [{ kind: 'number', min: 0, max: 1 }, [0, 0.5, 1], [-0.1, 1.1, Number.NaN, '0.5']],
  [{ kind: 'number' }, [-1e300, 1e300], [Infinity, null]],
  [{ kind: 'boolean' }, [true, false], [0, 'true', null]],
  [{ kind: 'choice', options: ['a', 'b'] }, ['a', 'b'], ['A', '', 0]],
  [hex, ['#ffffff', '#00Aa9f'], ['#fff', 'ffffff', '#gggggg', '#ffffff\n']],
  [
    { kind: 'resolution' },
    [...resolutionLabels, '256x256', '99999x10'],
    ['2k', '0x10', '1x1', '2048x2048 (1:2)', ' 2K', '100000x100'],
  ],
  [{ kind: 'image' }, [image(1)], [{ ...image(1), hash: 'x' }, { hash: image(1).hash }, 'x', null]],
];

test.each(table)('%j takes what it should and nothing else', (rule, good, bad) => {
  const schema = schemaOfRule(rule);
  for (const value of good) expect([value, schema.safeParse(value).success]).toEqual([value, true]);
  for (const value of bad) expect([value, schema.safeParse(value).success]).toEqual([value, false]);
  expect(describeRule(rule)).not.toBe('');
});

test('a rule is compiled once', () => {
  expect(schemaOfRule(integer)).toBe(schemaOfRule(integer));
});

test.each([
  [integer, 0, true],
  [integer, 16, true],
  [integer, 3, false],
  [integer, 'x', false],
  [integer, Number.NaN, false],
  [{ kind: 'text' } as const, 99, false],
])('%j with %s is out of range: %s', (rule, value, expected) => {
  expect(isOutOfRange(rule, value)).toBe(expected);
});

test.each([
  [{ kind: 'integer', min: 1, max: 15 } as const, 'a whole number from 1 to 15'],
  [{ kind: 'integer', min: 1 } as const, 'a whole number of at least 1'],
  [{ kind: 'number', max: 2 } as const, 'a number of at most 2'],
  [{ kind: 'number' } as const, 'a number'],
  [{ kind: 'choice', options: ['a', 'b'] } as const, 'one of "a", "b"'],
])('%j is said as "%s"', (rule, words) => {
  expect(describeRule(rule as PortRule)).toBe(words);
});

const made: Readonly<Record<string, Port>> = {
  text: port.text(),
  pattern: port.pattern({ pattern: '^a+$', example: 'aa', initial: 'a' }),
  integer: port.integer({ initial: 1, min: 0 }),
  number: port.number({ initial: 0.5, min: 0, max: 1, step: 0.1 }),
  boolean: port.boolean({ initial: false }),
  choice: port.choice(['x', 'y']),
  color: port.color({ initial: '#000000' }),
  resolution: port.resolution(),
  seed: port.seed(),
};

test.each(Object.entries(made))(
  'the initial value of port.%s keeps its own rule',
  (_name, { rule, initial }) => {
    expect(initial).toBeDefined();
    expect(schemaOfRule(rule).safeParse(initial).success).toBe(true);
  },
);

test('a gathering port has no widget and no initial value; an optional one starts empty', () => {
  expect(port.many(port.text())).toMatchObject({ cardinality: 'many', optional: false });
  expect(port.many(port.text())).not.toHaveProperty('widget');
  expect(port.many(port.seed())).not.toHaveProperty('initial');
  expect(port.optional(port.seed())).toMatchObject({ optional: true, widget: { kind: 'seed' } });
  expect(port.optional(port.seed())).not.toHaveProperty('initial');
});
