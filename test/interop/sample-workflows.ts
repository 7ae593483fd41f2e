/** Small workflows that hold every trait of the format between them; our own, and what the fuzzer starts from. */

const slot = (name: string, type: string, link: number | null = null, widget = false) => ({
  name,
  type,
  link,
  ...(widget ? { widget: { name } } : {}),
});
const out = (name: string, type: string, links: readonly number[] | null = null) => ({ name, type, links });
const node = (id: number | string, type: string, rest: object = {}) => ({
  id,
  type,
  pos: [0, 0],
  size: [200, 100],
  flags: {},
  order: 0,
  mode: 0,
  properties: {},
  ...rest,
});

/** Reroute, primitive, bypass, mute, group, note, a seed with its control, a linked widget. */
export const editorWorkflow = {
  last_node_id: 9,
  last_link_id: 6,
  nodes: [
    node(1, 'PrimitiveNode', {
      outputs: [out('STRING', 'STRING', [1])],
      widgets_values: ['a fox, 4 scenes', 'fixed'],
    }),
    node(5, 'Reroute', { inputs: [slot('', '*', 2)], outputs: [out('', 'IMAGE', [3])] }),
    node(4, 'ByteDanceSeedreamNode', {
      inputs: [slot('image', 'IMAGE'), slot('prompt', 'STRING', 1, true)],
      outputs: [out('IMAGE', 'IMAGE', [2])],
      widgets_values: [
        'seedream-4-5-251128',
        '',
        '2048x2048 (1:1)',
        2048,
        2048,
        'auto',
        4,
        42,
        'randomize',
        true,
        false,
      ],
    }),
    node(7, 'ImageScale', {
      mode: 4,
      inputs: [slot('image', 'IMAGE', 3)],
      outputs: [out('IMAGE', 'IMAGE', [4, 5])],
      widgets_values: ['nearest-exact', 512, 512, 'disabled'],
    }),
    node(6, 'SaveImage', { inputs: [slot('images', 'IMAGE', 4)], widgets_values: ['Batchwork'] }),
    node(8, 'PreviewImage', { mode: 2, inputs: [slot('images', 'IMAGE', 5)] }),
    node(9, 'Note', { widgets_values: ['hello'] }),
  ],
  links: [
    [1, 1, 0, 4, 1, 'STRING'],
    [2, 4, 0, 5, 0, 'IMAGE'],
    [3, 5, 0, 7, 0, 'IMAGE'],
    [4, 7, 0, 6, 0, 'IMAGE'],
    [5, 7, 0, 8, 0, 'IMAGE'],
  ],
  groups: [{ id: 1, title: 'Batch', bounding: [0, -40, 1160, 300], color: '#3f789e', font_size: 24 }],
  config: {},
  extra: { ds: { scale: 1, offset: [0, 0] } },
  version: 0.4,
};

const inner = '7d1f6a0e-5a55-4c6e-9f0a-0d6f5b1c2e3a';
const deepest = '8d1f6a0e-5a55-4c6e-9f0a-0d6f5b1c2e3b';

/** Version 1: links as objects, a subgraph within a subgraph, a promoted widget. */
export const subgraphWorkflow = {
  version: 1,
  state: { lastGroupId: 0, lastNodeId: 3, lastLinkId: 2, lastRerouteId: 0 },
  nodes: [
    node(1, inner, {
      inputs: [slot('text', 'STRING', null, true)],
      outputs: [out('IMAGE', 'IMAGE', [1])],
      widgets_values: ['promoted'],
    }),
    node(2, 'SaveImage', {
      pos: { 0: 10, 1: 20 },
      inputs: [slot('images', 'IMAGE', 1)],
      widgets_values: { filename_prefix: 'x' },
    }),
  ],
  links: [{ id: 1, origin_id: 1, origin_slot: 0, target_id: 2, target_slot: 0, type: 'IMAGE' }],
  definitions: {
    subgraphs: [
      {
        id: inner,
        name: 'Draw',
        version: 1,
        inputNode: { id: -10, bounding: [0, 0, 1, 1] },
        outputNode: { id: -20, bounding: [0, 0, 1, 1] },
        inputs: [{ id: 'a', name: 'text', type: 'STRING', linkIds: [1] }],
        outputs: [{ id: 'b', name: 'IMAGE', type: 'IMAGE', linkIds: [2] }],
        nodes: [
          node(1, deepest, { inputs: [slot('prompt', 'STRING', 1)], outputs: [out('IMAGE', 'IMAGE', [2])] }),
        ],
        links: [
          { id: 1, origin_id: -10, origin_slot: 0, target_id: 1, target_slot: 0, type: 'STRING' },
          { id: 2, origin_id: 1, origin_slot: 0, target_id: -20, target_slot: 0, type: 'IMAGE' },
        ],
      },
      {
        id: deepest,
        name: 'Deeper',
        version: 1,
        inputs: [{ id: 'a', name: 'prompt', type: 'STRING', linkIds: [1] }],
        outputs: [{ id: 'b', name: 'IMAGE', type: 'IMAGE', linkIds: [2] }],
        nodes: [
          node(1, 'Prompt', {
            inputs: [slot('text', 'STRING', 1, true)],
            outputs: [out('text', 'STRING', [3])],
            widgets_values: ['own'],
          }),
          node(2, 'SequentialGenerate', {
            inputs: [slot('prompt', 'STRING', 3, true)],
            outputs: [out('images', 'IMAGE', [2])],
            widgets_values: [''],
            widgets_values_named: { prompt: '', count: 2 },
          }),
        ],
        links: [
          { id: 1, origin_id: -10, origin_slot: 0, target_id: 1, target_slot: 0, type: 'STRING' },
          { id: 2, origin_id: 2, origin_slot: 0, target_id: -20, target_slot: 0, type: 'IMAGE' },
          { id: 3, origin_id: 1, origin_slot: 0, target_id: 2, target_slot: 0, type: 'STRING' },
        ],
      },
    ],
  },
};

/** An API prompt with wires, a wrapped list, grown image inputs and what a server leaves behind. */
export const apiPrompt = {
  '1': {
    class_type: 'ByteDanceSeedreamNodeV2',
    inputs: {
      prompt: ['7', 0],
      model: 'seedream-4-5-251128',
      'model.size_preset': 'Custom',
      'model.width': 2560,
      'model.height': 1440,
      'model.max_images': ['8', 0],
      'model.images.image_1': ['3', 0],
      'model.images.image_2': ['3', 0],
      seed: 5,
      watermark: false,
    },
    _meta: { title: 'Draw' },
    is_changed: [null],
  },
  '3': { class_type: 'LoadImage', inputs: { image: 'a.png' } },
  '7': { class_type: 'PrimitiveStringMultiline', inputs: { value: 'three foxes' } },
  '8': { class_type: 'PrimitiveInt', inputs: { value: 3 } },
  '9': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'x' } },
  '10': { class_type: 'Odd', inputs: { list: { __value__: [1, 2] }, from: ['1', 0] } },
};

/** WaveSpeed's task nodes, as its pack saves them. */
export const wavespeedWorkflow = {
  last_node_id: 76,
  last_link_id: 76,
  nodes: [
    node(40, 'WaveSpeedAI Client', {
      outputs: [out('client', 'WAVESPEED_AI_API_CLIENT', [38, 62])],
      widgets_values: ['wsp-0123456789abcdef'],
    }),
    node(17, 'LoadImage', {
      outputs: [out('IMAGE', 'IMAGE', [61]), out('MASK', 'MASK')],
      widgets_values: ['a.jpg', 'image'],
    }),
    node(75, 'WaveSpeedAI Upload Image', {
      inputs: [slot('client', 'WAVESPEED_AI_API_CLIENT', 62), slot('image', 'IMAGE', 61)],
      outputs: [out('first_image_url', 'STRING', [76]), out('image_urls', 'STRING')],
    }),
    node(74, 'WaveSpeedAI Task Create', {
      inputs: [
        slot('prompt', 'STRING'),
        slot('images', 'STRING', 76),
        slot('size', 'STRING'),
        slot('max_images', 'NUMBER'),
      ],
      outputs: [out('task_info', 'TASK_INFO', [60])],
      widgets_values: [
        'Image to Image',
        'bytedance/seedream-v4.5/edit-sequential',
        'five scenes',
        '',
        '2048*2048',
        5,
      ],
      _wavespeed_dynamic_state: {
        parameters: [{ name: 'prompt' }, { name: 'images' }, { name: 'size' }, { name: 'max_images' }],
      },
    }),
    node(65, 'WaveSpeedAI Task Submit', {
      inputs: [slot('client', 'WAVESPEED_AI_API_CLIENT', 38), slot('task_info', 'TASK_INFO', 60)],
      outputs: [out('task_id', 'STRING'), out('video_url', 'STRING'), out('image', 'IMAGE', [66])],
      widgets_values: [true, 300, 5],
    }),
    node(76, 'PreviewImage', { inputs: [slot('images', 'IMAGE', 66)], widgets_values: [] }),
  ],
  links: [
    [38, 40, 0, 65, 0, 'WAVESPEED_AI_API_CLIENT'],
    [60, 74, 0, 65, 1, 'TASK_INFO'],
    [61, 17, 0, 75, 1, 'IMAGE'],
    [62, 40, 0, 75, 0, 'WAVESPEED_AI_API_CLIENT'],
    [66, 65, 2, 76, 0, 'IMAGE'],
    [76, 75, 0, 74, 1, 'STRING'],
  ],
  version: 0.4,
};
