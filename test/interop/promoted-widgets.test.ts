import { expect, test } from 'vitest';

import { toPrompt } from './read-sample.ts';

const widget = (name: string, link: number | null = null) => ({
  name,
  type: 'STRING',
  widget: { name },
  link,
});
const samplerWidgets = ['seed', 'steps', 'cfg', 'sampler_name', 'scheduler', 'denoise'];

/** A subgraph with an input that feeds a widget, and a node whose widgets are promoted without an input. */
const inner = {
  id: 'inner',
  name: 'Inner',
  inputNode: { id: -10 },
  outputNode: { id: -20 },
  inputs: [{ id: 'x', name: 'text', type: 'STRING', linkIds: [1] }],
  outputs: [],
  nodes: [
    { id: 5, type: 'CLIPTextEncode', inputs: [widget('text', 1)], widgets_values: ['inside'] },
    {
      id: 6,
      type: 'KSampler',
      inputs: samplerWidgets.map((name) => widget(name)),
      widgets_values: [1, 'randomize', 20, 8, 'euler', 'normal', 1],
    },
  ],
  links: [{ id: 1, origin_id: -10, origin_slot: 0, target_id: 5, target_slot: 0, type: 'STRING' }],
};

const instance = (id: number, proxyWidgets: readonly unknown[], values: readonly unknown[], rest = {}) => ({
  id,
  type: 'inner',
  inputs: [widget('text')],
  outputs: [],
  properties: { proxyWidgets },
  widgets_values: values,
  ...rest,
});

const workflow = (node: object, subgraphs: readonly object[] = [inner]) => ({
  nodes: [node],
  links: [],
  version: 0.4,
  definitions: { subgraphs },
});

const proxies = [
  ['-1', 'text'],
  ['6', 'seed'],
  ['6', 'control_after_generate'],
  ['6', 'steps'],
];

test.each([
  ['each its own', ['outside', 7, 'fixed', 30], { text: 'outside', seed: 7, steps: 30 }],
  ['a hole leaves what is inside', [null, 7, null, null], { text: 'inside', seed: 7, steps: 20 }],
  ['no values at all', [], { text: 'inside', seed: 1, steps: 20 }],
])('widgets of an instance, some by an input and some by a node inside: %s', async (_name, values, told) => {
  const prompt = await toPrompt(workflow(instance(9, proxies, values)));
  const { text, seed, steps } = { ...prompt['9:5']?.inputs, ...prompt['9:6']?.inputs };
  expect({ text, seed, steps }).toEqual(told);
});

test.each([
  ['by the name of the widget', 'steps'],
  ['by the name that the editor shows', '6: steps'],
])('what is promoted through two levels has the last word, %s', async (_name, steps) => {
  const middle = instance(3, [proxies[0], proxies[3]], ['middle', 33]);
  const outer = { id: 'outer', name: 'Outer', inputs: [], outputs: [], nodes: [middle], links: [] };
  const outermost = {
    id: 9,
    type: 'outer',
    properties: {
      proxyWidgets: [
        ['3', 'text'],
        ['3', steps],
      ],
    },
    widgets_values: ['top', 44],
  };
  const prompt = await toPrompt(workflow(outermost, [inner, outer]));
  expect(prompt['9:3:5']?.inputs).toEqual({ text: 'top' });
  expect(prompt['9:3:6']?.inputs).toMatchObject({ steps: 44, seed: 1 });
});
