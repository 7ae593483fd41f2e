import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { kebabCase } from '#core/document/unique-id.ts';
import { nodeDescriptorSchema, type PortDescriptor } from '#core/node/descriptor.ts';
import { builtInNodes } from '#test/rig/built-in-nodes.ts';

/** A port as the table says it: `name type`, `[]` for a batch, `?` for optional. */
const say = ({ name, portType, cardinality, optional }: PortDescriptor): string =>
  `${name} ${portType}${cardinality === 'many' ? '[]' : ''}${optional ? '?' : ''}`;

// The table of the design, where names, types and order of ports are contract.
const table = {
  Prompt: ['pure', 'text text', 'text text'],
  PromptList: ['pure', 'text text', 'text text[]'],
  PromptTemplate: ['pure', 'template text, subject text, scene text, style text', 'text text'],
  Count: ['pure', 'count integer', 'count integer'],
  Resolution: ['pure', 'preset text, width integer, height integer', 'resolution resolution'],
  Seed: ['pure', 'seed seed, after_run text, copies integer', 'seed seed[]'],
  SequentialGenerate: [
    'paid',
    'prompt text, count integer, resolution resolution, seed seed?, references image[]?, provider text',
    'images image[]',
  ],
  LoadImages: ['pure', 'images image[]', 'images image[]'],
  SelectImages: ['pure', 'images image[], range text', 'images image[]'],
  MergeImages: ['pure', 'a image[]?, b image[]?, c image[]?, d image[]?', 'images image[]'],
  Combine: ['pure', 'prompts text[], seeds seed[]', 'prompt text[], seed seed[]'],
  Grid: [
    'pure',
    'images image[], columns integer, gap integer, background text, cell integer, labels boolean, format text',
    'image image',
  ],
  Preview: ['save', 'images image[]', ''],
  Save: ['save', 'images image[], filename_prefix text, format text, embed_workflow boolean', ''],
} as const;

test('the catalog holds the fourteen nodes of the design and nothing else', () => {
  expect(builtInNodes.diagnostics).toEqual([]);
  expect(new Set(builtInNodes.descriptors.keys())).toEqual(new Set(Object.keys(table)));
});

test.each(Object.entries(table))(
  '%s has the ports of the design, in their order',
  (type, [effect, inputs, outputs]) => {
    const descriptor = builtInNodes.descriptors.get(type);
    expect(descriptor?.effect).toBe(effect);
    expect(descriptor?.inputs.map(say).join(', ')).toBe(inputs);
    expect(descriptor?.outputs.map(say).join(', ')).toBe(outputs);
  },
);

test.each([...builtInNodes.descriptors.values()])(
  '$type describes itself for a person, in JSON',
  (descriptor) => {
    expect(nodeDescriptorSchema.parse(JSON.parse(JSON.stringify(descriptor)))).toEqual(descriptor);
    expect(descriptor.description).toMatch(/\.$/);
    expect(descriptor.title).not.toBe('');
    expect(new Set(descriptor.aliases).size).toBe(descriptor.aliases.length);
  },
);

test('every file of the folder is named after the node it holds', () => {
  const folder = fileURLToPath(new URL('../../nodes', import.meta.url));
  const names = Object.keys(table).map((type) => `${kebabCase(type)}.ts`);
  expect(new Set(readdirSync(folder))).toEqual(new Set(names));
});

const rule = (type: string, input: string): unknown =>
  builtInNodes.descriptors.get(type)?.inputs.find(({ name }) => name === input);

test.each([
  ['Count', 'count', { initial: 3, rule: { kind: 'integer', min: 1, max: 15 } }],
  ['SequentialGenerate', 'count', { initial: 3, rule: { kind: 'integer', min: 1, max: 15 } }],
  [
    'SequentialGenerate',
    'provider',
    { initial: 'auto', rule: { options: ['auto', 'runcomfy', 'wavespeed', 'local'] } },
  ],
  ['Seed', 'seed', { rule: { kind: 'integer', min: 0, max: 2_147_483_647 } }],
  ['Seed', 'copies', { initial: 1, rule: { kind: 'integer', min: 1, max: 100 } }],
  ['Seed', 'after_run', { rule: { options: ['fixed', 'increment', 'decrement', 'randomize'] } }],
  ['Grid', 'columns', { initial: 0 }],
  ['Save', 'format', { initial: 'original', rule: { options: ['original', 'png', 'jpeg', 'webp'] } }],
])('%s.%s keeps the bounds of the design', (type, input, expected) => {
  expect(rule(type, input)).toMatchObject(expected);
});
