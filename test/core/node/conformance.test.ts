import { expect, test } from 'vitest';

import { checkConformance } from '#core/node/conformance.ts';
import { defineNode } from '#core/node/define-node.ts';
import { describe as describeNode, nodeDescriptorSchema } from '#core/node/descriptor.ts';
import { port } from '#core/node/port.ts';

const sound = defineNode({
  type: 'FoxMaker',
  version: 1,
  title: 'Fox maker',
  description: '',
  category: 'input',
  effect: 'pure',
  inputs: { file_name: port.text({ help: 'Where.' }), seeds: port.many(port.seed()) },
  outputs: { text: port.text() },
  execute: () => ({ text: 'fox' }),
});

test('a sound node is taken', () => {
  expect(checkConformance(sound, 'fox-maker.ts')).toEqual({ ok: true, definition: sound });
});

const estimate = () => ({ requests: [] });
const broken: readonly [string, unknown, string][] = [
  ['nothing', undefined, 'no default export'],
  ['a function', () => sound, 'no default export'],
  ['null', null, 'no default export'],
  ['an empty object', {}, 'type'],
  ['a type in kebab-case', { ...sound, type: 'fox-maker' }, 'PascalCase'],
  ['version 0', { ...sound, version: 0 }, 'version'],
  ['an unknown effect', { ...sound, effect: 'free' }, 'effect'],
  ['an execute that is none', { ...sound, execute: 'run' }, 'a function was expected'],
  ['an input in camelCase', { ...sound, inputs: { fileName: port.text() } }, 'fileName'],
  ['an output without a rule', { ...sound, outputs: { text: { portType: 'text' } } }, 'outputs.text'],
  [
    'a rule of an unknown kind',
    { ...sound, outputs: { text: { ...port.text(), rule: { kind: 'x' } } } },
    'rule',
  ],
  ['a paid node without estimate', { ...sound, effect: 'paid' }, 'has to declare estimate()'],
  ['a free node with estimate', { ...sound, estimate }, 'Only a paid node'],
  ['an initial value out of range', { ...sound, inputs: { n: port.integer({ initial: 9, max: 3 }) } }, '"n"'],
  [
    'an initial list with a wrong value',
    { ...sound, inputs: { n: { ...port.imageFiles(), initial: ['x'] } } },
    '"n"',
  ],
];

test.each(broken)('%s is refused with its reason', (_name, exported, reason) => {
  const result = checkConformance(exported, 'fox-maker.ts');
  expect(result.ok ? [] : result.problems.join(' ')).toContain(reason);
});

test('a file has to be named after its type', () => {
  expect(checkConformance(sound, 'foxmaker.ts')).toEqual({
    ok: false,
    problems: ['The file of FoxMaker has to be named fox-maker.ts.'],
  });
});

test('a descriptor is plain JSON that says all of the ports, in their order', () => {
  const descriptor = describeNode(sound);
  expect(nodeDescriptorSchema.parse(JSON.parse(JSON.stringify(descriptor)))).toEqual(descriptor);
  expect(descriptor.inputs).toMatchObject([
    {
      name: 'file_name',
      label: 'File name',
      portType: 'text',
      cardinality: 'one',
      help: 'Where.',
      initial: '',
    },
    { name: 'seeds', label: 'Seeds', portType: 'seed', cardinality: 'many' },
  ]);
});
