import { describe, expect, test } from 'vitest';

import type { ImageRequest } from '#core/model/image-model.ts';
import { resolutionLabels } from '#core/model/resolution.ts';
import type { GridOptions, NodeContext, SaveOptions } from '#core/node/context.ts';
import type { AnyValues } from '#core/node/define-node.ts';
import { schemaOfRule } from '#core/node/port-rule.ts';
import type { AssetRef } from '#core/run/asset.ts';
import { readOutputs } from '#engine/outputs.ts';
import { builtIn } from '#test/rig/built-in-nodes.ts';
import { image } from '#test/rig/images.ts';

interface Asked {
  readonly warnings: string[];
  readonly grids: (readonly [readonly AssetRef[], GridOptions])[];
  readonly requests: ImageRequest[];
  readonly saved: (readonly [AssetRef, SaveOptions])[];
}

/** Notes what a node asks for; draws and lays out the same few images. */
function notingContext(): { context: NodeContext; asked: Asked } {
  const asked: Asked = { warnings: [], grids: [], requests: [], saved: [] };
  const context: NodeContext = {
    signal: new AbortController().signal,
    progress: () => {},
    warn: (message) => void asked.warnings.push(message),
    images: {
      composeGrid: async (images, options) => {
        asked.grids.push([images, options]);
        return image(99);
      },
    },
    models: {
      generate: async (request) => {
        asked.requests.push(request);
        return [image(1), image(2)];
      },
    },
    outputs: {
      save: async (each, options) => {
        asked.saved.push([each, options]);
        return 'a.png';
      },
    },
  };
  return { context, asked };
}

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
};

/** Executes a node on immutable inputs, with the initial values of those that are left out. */
async function execute(type: string, inputs: AnyValues): Promise<{ outputs: AnyValues; asked: Asked }> {
  const definition = builtIn(type);
  const values: Record<string, AnyValues[string]> = {};
  for (const [name, { initial, optional, cardinality }] of Object.entries(definition.inputs))
    values[name] = inputs[name] ?? initial ?? (optional && cardinality === 'many' ? [] : undefined);
  const { context, asked } = notingContext();
  const returned = await definition.execute(context, deepFreeze(values));
  // Throws when an output breaks the rule of its port.
  readOutputs(definition, returned);
  return { outputs: returned, asked };
}

const images = (...numbers: number[]): AssetRef[] => numbers.map(image);
const five = images(1, 2, 3, 4, 5);

const values: readonly [string, AnyValues, AnyValues][] = [
  ['Prompt', { text: 'a fox\n' }, { text: 'a fox\n' }],
  ['PromptList', { text: '' }, { text: [] }],
  [
    'PromptList',
    { text: ' a fox \n\n# no\n  # neither\r\na #1 wolf\rlast' },
    { text: ['a fox', 'a #1 wolf', 'last'] },
  ],
  ['PromptTemplate', { subject: 'fox', scene: 'snow', style: 'ink' }, { text: 'fox, snow, ink' }],
  [
    'PromptTemplate',
    { template: '{subject}{subject} {Subject} {other} {}', subject: 'x' },
    { text: 'xx {Subject} {other} {}' },
  ],
  ['PromptTemplate', { template: '{subject}', subject: '{scene}', scene: 'secret' }, { text: '{scene}' }],
  ['PromptTemplate', { template: '{subject}!', subject: "$& $1 $` $' $$" }, { text: "$& $1 $` $' $$!" }],
  [
    'PromptTemplate',
    { template: '{__proto__} {constructor}', subject: 'x' },
    { text: '{__proto__} {constructor}' },
  ],
  ['Count', { count: 15 }, { count: 15 }],
  ...resolutionLabels.map((preset): [string, AnyValues, AnyValues] => [
    'Resolution',
    { preset },
    { resolution: preset },
  ]),
  ['Resolution', { preset: 'custom', width: 1000, height: 600 }, { resolution: '1000x600' }],
  ['Resolution', { preset: '2K', width: 1000, height: 600 }, { resolution: '2K' }],
  ['Seed', { seed: 7 }, { seed: [7] }],
  ['Seed', { seed: 7, copies: 3 }, { seed: [7, 8, 9] }],
  ['Seed', { seed: 7, copies: 3, after_run: 'randomize' }, { seed: [7, 8, 9] }],
  ['Seed', { seed: 2_147_483_646, copies: 4 }, { seed: [2_147_483_646, 2_147_483_647, 0, 1] }],
  ['LoadImages', { images: images(2, 1) }, { images: images(2, 1) }],
  ['MergeImages', {}, { images: [] }],
  ['MergeImages', { d: images(4), a: images(1, 2), c: images(3) }, { images: images(1, 2, 3, 4) }],
  ['MergeImages', { a: images(1), b: images(1) }, { images: images(1, 1) }],
  ['Combine', { prompts: ['a', 'b'], seeds: [1, 2] }, { prompt: ['a', 'a', 'b', 'b'], seed: [1, 2, 1, 2] }],
  ['Combine', { prompts: ['a'], seeds: [3] }, { prompt: ['a'], seed: [3] }],
];

test.each(values)('%s of %j puts out %j', async (type, inputs, outputs) => {
  expect((await execute(type, inputs)).outputs).toEqual(outputs);
});

describe('SelectImages', () => {
  test.each([
    ['1-last', [1, 2, 3, 4, 5]],
    ['1', [1]],
    ['last', [5]],
    ['1-3,5,last', [1, 2, 3, 5, 5]],
    ['3-1', [3, 2, 1]],
    ['last-1', [5, 4, 3, 2, 1]],
    ['last-last', [5]],
    [' 2 - 3 , 1 ', [2, 3, 1]],
    ['2,2,2', [2, 2, 2]],
    ['4-9', [4, 5]],
    ['9-4', [5, 4]],
    ['3-999999', [3, 4, 5]],
    ['6', []],
    ['7-9,6', []],
  ])('picks %j', async (range, picked) => {
    const { outputs, asked } = await execute('SelectImages', { images: five, range });
    expect(outputs).toEqual({ images: images(...picked) });
    expect(asked.warnings.length).toBe(picked.length === 0 ? 1 : 0);
  });

  test.each(['', '0', '1-', '-1', '1..3', 'first', '1,', '1-2-3', '1;2', 'LAST', '1.5', '1e3', '1234567'])(
    'takes no range %j',
    (range) => {
      const { rule } = builtIn('SelectImages').inputs['range'] ?? {};
      if (rule === undefined) throw new Error('no rule');
      expect(schemaOfRule(rule).safeParse(range).success).toBe(false);
    },
  );
});

describe('SequentialGenerate', () => {
  const inputs = { prompt: 'a fox', count: 2, resolution: '2K', provider: 'wavespeed' };

  test('asks once for what it estimated, with the count in the prompt', async () => {
    const { outputs, asked } = await execute('SequentialGenerate', {
      ...inputs,
      seed: 0,
      references: images(7),
    });
    expect(outputs).toEqual({ images: images(1, 2) });
    expect(asked.requests).toEqual([
      {
        prompt: 'Generate 2 images of a fox',
        count: 2,
        resolution: '2K',
        provider: 'wavespeed',
        seed: 0,
        references: images(7),
      },
    ]);
    const estimated = builtIn('SequentialGenerate').estimate?.({ ...inputs, seed: 0, references: images(7) });
    expect(estimated).toEqual({ requests: asked.requests, warnings: [] });
  });

  test('asks without a seed where none is given', async () => {
    const { asked } = await execute('SequentialGenerate', inputs);
    expect(asked.requests[0]).not.toHaveProperty('seed');
  });

  test.each(['', ' \n\t '])('refuses the prompt %j', (prompt) => {
    const problems = builtIn('SequentialGenerate').check?.({ ...inputs, prompt, references: [] });
    expect(problems).toMatchObject([{ input: 'prompt' }]);
  });

  test('warns of another number in the prompt', () => {
    const estimated = builtIn('SequentialGenerate').estimate?.({
      ...inputs,
      prompt: '5 images of a fox',
      references: [],
    });
    expect(estimated?.warnings).toHaveLength(1);
  });
});

test('LoadImages without images says so, and with images does not', () => {
  const { check } = builtIn('LoadImages');
  expect(check?.({ images: [] })).toMatchObject([{ input: 'images' }]);
  expect(check?.({ images: five })).toEqual([]);
});

test('Grid lays out all images with all of its options', async () => {
  const { outputs, asked } = await execute('Grid', { images: five, columns: 2, labels: true });
  expect(outputs).toEqual({ image: image(99) });
  expect(asked.grids).toEqual([
    [five, { columns: 2, gap: 16, background: '#ffffff', cell: 1024, labels: true, format: 'png' }],
  ]);
});

test('Save publishes every image in order, counted from 1', async () => {
  const { outputs, asked } = await execute('Save', {
    images: images(3, 1),
    filename_prefix: 'a/b',
    format: 'webp',
  });
  expect(outputs).toEqual({});
  expect(asked.saved).toEqual([
    [image(3), { prefix: 'a/b', format: 'webp', embedWorkflow: true, index: 1 }],
    [image(1), { prefix: 'a/b', format: 'webp', embedWorkflow: true, index: 2 }],
  ]);
});

test('Preview takes images and asks for nothing', async () => {
  const { outputs, asked } = await execute('Preview', { images: five });
  expect([outputs, asked]).toEqual([{}, { warnings: [], grids: [], requests: [], saved: [] }]);
});
