import { describe, expect, test } from 'vitest';

import { readWorkflowText } from '#interop/read-workflow.ts';
import { loadNodes } from '#platform/node-folder.ts';

import { read, toPrompt } from './read-sample.ts';
import { editorWorkflow, subgraphWorkflow } from './sample-workflows.ts';

const { descriptors: catalog } = await loadNodes('nodes');

const one = (node: object, rest: object = {}) => ({
  nodes: [{ id: 1, ...node }],
  links: [],
  version: 0.4,
  ...rest,
});

describe('an editor workflow', () => {
  test('reroute, primitive, bypass, mute, group and note', () => {
    const { node, into, codes, document } = read(editorWorkflow);
    expect(node('4')).toMatchObject({
      type: 'SequentialGenerate',
      inputs: { prompt: 'a fox, 4 scenes', count: 4, resolution: '2048x2048 (1:1)' },
    });
    expect(into('4', 'seed')).toBe('4-seed.seed');
    expect(node('4-seed')?.inputs).toEqual({ seed: 42, after_run: 'randomize' });
    expect(into('7', 'image')).toBe('4.images');
    expect(node('7')).toMatchObject({ mode: 'bypass', passes: { IMAGE: 'image' } });
    expect(node('8')).toMatchObject({ type: 'Preview', mode: 'mute' });
    expect(document.groups).toMatchObject([{ title: 'Batch', size: { width: 1160, height: 300 } }]);
    expect(document.notes).toMatchObject([{ text: 'hello' }]);
    expect(codes).toEqual([
      'mapped',
      'placeholder',
      'reroute-dissolved',
      'primitive-copied',
      'value-changed',
    ]);
  });

  test('becomes the prompt that its editor would send', async () => {
    const prompt = await toPrompt(editorWorkflow);
    expect(Object.keys(prompt)).toEqual(['4', '6']);
    expect(prompt['6']).toMatchObject({
      class_type: 'SaveImage',
      inputs: { images: ['4', 0], filename_prefix: 'Batchwork' },
    });
    expect(prompt['4']?.inputs).toMatchObject({ prompt: 'a fox, 4 scenes', seed: 42, watermark: true });
  });

  test('subgraphs within subgraphs, a promoted value, version 1', async () => {
    const { into, node, codes } = read(subgraphWorkflow);
    expect(node('1:1:1')?.inputs).toEqual({ text: 'promoted' });
    expect(into('1:1:2', 'prompt')).toBe('1:1:1.text');
    expect(into('2', 'images')).toBe('1:1:2.images');
    expect(node('2')).toMatchObject({ position: { x: 10, y: 20 }, inputs: { filename_prefix: 'x' } });
    expect(codes).toContain('subgraph-flattened');
    const prompt = await toPrompt(subgraphWorkflow);
    expect(prompt['2']?.inputs['images']).toEqual(['1:1:2', 0]);
    expect(prompt['1:1:1']?.inputs).toEqual({ text: 'promoted' });
  });

  test.each([
    [
      'values by name win over values by position',
      { widgets_values: [1, 2], widgets_values_named: { seed: 7 } },
      { seed: 7 },
    ],
    ['values as an object', { widgets_values: { a: 1, videopreview: {} } }, { a: 1 }],
    [
      'an old file without widget slots, with a control behind the seed',
      { type: 'KSampler', widgets_values: [9, 'increment', 20, 8, 'euler', 'normal', 1] },
      { seed: 9, steps: 20, cfg: 8, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
    ],
    [
      'the first files, with a switch there',
      { type: 'KSampler', widgets_values: [9, true, 20, 8, 'euler', 'normal', 1] },
      { seed: 9, steps: 20, denoise: 1 },
    ],
    [
      'holes where a widget is not saved',
      {
        type: 'X',
        inputs: ['a', 'b'].map((name) => ({ name, type: 'INT', widget: { name }, link: null })),
        widgets_values: [1, null, 2],
      },
      { a: 1, b: 2 },
    ],
  ])('%s', (_name, node, inputs) => {
    expect(read(one({ type: 'Unknown', ...node })).document.nodes[0]?.inputs).toMatchObject(inputs);
  });

  test('values without names are kept and told', () => {
    const { document, codes } = read(one({ type: 'Unknown', widgets_values: [1, 'x'] }));
    expect(document.nodes[0]).toMatchObject({ inputs: {}, comfy: { widgets_values: [1, 'x'] } });
    expect(codes).toContain('values-unnamed');
  });

  test("a node's own link wins over the table of links; one that the table forgot is found", () => {
    const nodes = (link: number) => [
      {
        id: 'a',
        type: 'A',
        outputs: [
          { name: 'X', type: 'X', links: [1, 9] },
          { name: 'Y', type: 'Y' },
        ],
      },
      {
        id: 'b',
        type: 'B',
        inputs: [
          { name: 'other', type: 'X', link: null },
          { name: 'in', type: 'X', link },
        ],
      },
    ];
    const links = [
      [1, 'a', '0', 'b', 0, 'X'],
      [2, 'a', 1, 'b', 0, 'X'],
    ];
    const drifted = read({ nodes: nodes(1), links, version: 0.4 });
    expect(drifted.document.edges).toEqual([
      { from: { node: 'a', output: 'X' }, to: { node: 'b', input: 'in' } },
    ]);
    expect(drifted.codes).toContain('links-repaired');
    expect(read({ nodes: nodes(9), links, version: 0.4 }).into('b', 'in')).toBe('a.X');
    expect(read({ nodes: nodes(77), links, version: 0.4 }).codes).toContain('link-dropped');
  });

  test('two nodes of one id both stay', () => {
    const { document, codes } = read({
      nodes: [
        { id: 1, type: 'A' },
        { id: 1, type: 'B' },
      ],
      links: [],
      version: 0.4,
    });
    expect(document.nodes.map(({ id, type }) => `${id} ${type}`)).toEqual(['1 A', '1-2 B']);
    expect(codes).toContain('id-changed');
  });

  test('what cannot be read is kept', () => {
    const { document, codes } = read({
      nodes: [{ id: 1, type: 'A' }, 'junk', { id: {} }],
      links: ['junk'],
      groups: [7],
      version: 0.4,
    });
    expect(document.nodes).toHaveLength(1);
    expect(document).toMatchObject({ comfy: { unreadable: ['junk', { id: {} }, 'junk', 7] } });
    expect(codes).toContain('unreadable-kept');
  });

  test('a reroute that leads in a circle feeds nothing', () => {
    const { document } = read({
      nodes: [
        {
          id: 1,
          type: 'Reroute',
          inputs: [{ name: '', type: '*', link: 2 }],
          outputs: [{ name: '', type: '*', links: [1] }],
        },
        {
          id: 2,
          type: 'Reroute',
          inputs: [{ name: '', type: '*', link: 1 }],
          outputs: [{ name: '', type: '*', links: [2, 3] }],
        },
        { id: 3, type: 'SaveImage', inputs: [{ name: 'images', type: 'IMAGE', link: 3 }] },
      ],
      links: [
        [1, 1, 0, 2, 0, '*'],
        [2, 2, 0, 1, 0, '*'],
        [3, 2, 0, 3, 0, '*'],
      ],
      version: 0.4,
    });
    expect(document.edges).toEqual([]);
  });

  test('named wires that have no line', () => {
    const named = (id: number, type: string, rest: object) => ({
      id,
      type,
      widgets_values: ['name'],
      ...rest,
    });
    const { into } = read({
      nodes: [
        { id: 1, type: 'A', outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [1] }] },
        named(2, 'SetNode', { inputs: [{ name: 'IMAGE', type: 'IMAGE', link: 1 }] }),
        named(3, 'GetNode', { outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [2] }] }),
        { id: 4, type: 'SaveImage', inputs: [{ name: 'images', type: 'IMAGE', link: 2 }] },
      ],
      links: [
        [1, 1, 0, 2, 0, 'IMAGE'],
        [2, 3, 0, 4, 0, 'IMAGE'],
      ],
      version: 0.4,
    });
    expect(into('4', 'images')).toBe('1.IMAGE');
  });

  test.each([
    ['holds itself', 1],
    ['unfolds without end', 30],
  ])('a subgraph that %s is refused in a sentence', (_name, copies) => {
    const nodes = Array.from({ length: copies }, (_, index) => ({ id: index + 1, type: 'self' }));
    const workflow = {
      nodes,
      links: [],
      version: 1,
      definitions: { subgraphs: [{ id: 'self', name: 'Self', nodes, links: [] }] },
    };
    const result = readWorkflowText(JSON.stringify(workflow), { catalog });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ code: 'limit-exceeded' }] });
  });
});

describe('bypass by the rules of ComfyUI', () => {
  const through = async (inputs: [string, string][], output: string) => {
    const prompt = await toPrompt({
      nodes: [
        ...inputs.map(([, type], index) => ({
          id: index + 10,
          type: 'S',
          outputs: [{ name: 'o', type, links: [index + 1] }],
        })),
        {
          id: 1,
          type: 'M',
          mode: 4,
          inputs: inputs.map(([name, type], index) => ({ name, type, link: index + 1 })),
          outputs: [{ name: 'o', type: output, links: [90] }],
        },
        { id: 2, type: 'T', inputs: [{ name: 'in', type: output, link: 90 }] },
      ],
      links: [
        ...inputs.map(([, type], index) => [index + 1, index + 10, 0, 1, index, type]),
        [90, 1, 0, 2, 0, output],
      ],
      version: 0.4,
    });
    return prompt['2']?.inputs['in'];
  };
  test.each<[string, [string, string][], string, unknown]>([
    [
      'the input of the same number',
      [
        ['a', 'X'],
        ['b', 'X'],
      ],
      'X',
      ['10', 0],
    ],
    [
      'the first of its type',
      [
        ['a', 'Y'],
        ['b', 'X'],
        ['c', 'X'],
      ],
      'X',
      ['11', 0],
    ],
    [
      'any type fits the first',
      [
        ['a', 'Y'],
        ['b', 'X'],
      ],
      '*',
      ['10', 0],
    ],
    [
      'a list of types',
      [
        ['a', 'Y'],
        ['b', 'Z,X'],
      ],
      'X',
      ['11', 0],
    ],
    ['nothing fits', [['a', 'Y']], 'X', undefined],
  ])('%s', async (_name, inputs, output, expected) => {
    expect(await through(inputs, output)).toEqual(expected);
  });
});
