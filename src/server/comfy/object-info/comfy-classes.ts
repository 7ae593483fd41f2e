import { classMaps } from '#interop/comfy/class-map/class-maps.ts';
import { numberNodes, textNodes } from '#interop/comfy/class-map/value-nodes.ts';

import { describeClass, type ClassFacts, type ClassInfo, type InputInfo } from './class-info.ts';

const seedream = 'seedream-4-5-251128';
const seedLimit = 2_147_483_647;
/** Sizes that ComfyUI's Seedream nodes offer; the first number is the width. */
const sizes = [
  '2048x2048 (1:1)',
  '2304x1728 (4:3)',
  '1728x2304 (3:4)',
  '2560x1440 (16:9)',
  '1440x2560 (9:16)',
  '2496x1664 (3:2)',
  '1664x2496 (2:3)',
  '3024x1296 (21:9)',
  '4096x4096 (1:1)',
  'Custom',
];

const text: InputInfo = ['STRING', { default: '', multiline: true }];
const integer = (initial: number, min: number, max: number, more: object = {}): InputInfo => [
  'INT',
  { default: initial, min, max, ...more },
];
const toggle = (initial: boolean): InputInfo => ['BOOLEAN', { default: initial }];
const image: InputInfo = ['IMAGE', {}];
const seed = (initial: number): InputInfo => integer(initial, 0, seedLimit, { control_after_generate: true });
const images = [{ type: 'IMAGE', name: 'IMAGE' }];
const module = 'batchwork.comfyui';

const seedreamOptions = {
  width: integer(2048, 1024, 6240, { step: 2 }),
  height: integer(2048, 1024, 4992, { step: 2 }),
};

/** ComfyUI's own classes that run here, as their clients expect to find them. */
const facts = (files: readonly string[]): readonly ClassFacts[] => [
  ...['ByteDanceSeedreamNode', 'ByteDanceSeedreamNodeV2'].map((name): ClassFacts => ({
    name,
    title: 'ByteDance Seedream 4.5',
    category: 'api node/image/ByteDance',
    required: { model: [[seedream]], prompt: text },
    optional: {
      image,
      size_preset: [sizes, { default: sizes[0] }],
      ...seedreamOptions,
      sequential_image_generation: [
        ['disabled', 'auto'],
        { default: name === 'ByteDanceSeedreamNode' ? 'disabled' : 'auto' },
      ],
      max_images: integer(1, 1, 15),
      seed: seed(0),
      watermark: toggle(false),
      fail_on_partial: toggle(true),
    },
    outputs: images,
    paid: true,
    deprecated: true,
    module,
  })),
  {
    name: 'ByteDanceSeedreamNodeV3',
    title: 'ByteDance Seedream 4.5',
    category: 'api node/image/ByteDance',
    required: {
      prompt: text,
      model: [
        'COMFY_DYNAMICCOMBO_V3',
        {
          options: [
            {
              key: seedream,
              inputs: {
                required: {
                  size_preset: ['COMBO', { options: sizes }],
                  ...seedreamOptions,
                  max_images: integer(1, 1, 10),
                },
                optional: {
                  images: [
                    'COMFY_AUTOGROW_V3',
                    {
                      template: {
                        input: { required: { image }, optional: {} },
                        prefix: 'image_',
                        min: 0,
                        max: 10,
                      },
                    },
                  ],
                },
              },
            },
          ],
        },
      ],
      seed: seed(42),
      watermark: toggle(false),
    },
    optional: { thinking: toggle(true), fail_on_partial: toggle(false) },
    outputs: images,
    paid: true,
    module,
  },
  ...['LoadImage', 'LoadImageOutput'].map((name): ClassFacts => ({
    name,
    title: 'Load Image',
    category: 'image',
    required: { image: [files, { image_upload: true }] },
    outputs: [...images, { type: 'MASK', name: 'MASK' }],
    module,
  })),
  {
    name: 'SaveImage',
    title: 'Save Image',
    category: 'image',
    required: { images: image, filename_prefix: ['STRING', { default: 'ComfyUI' }] },
    outputNode: true,
    module,
  },
  {
    name: 'SaveImageAdvanced',
    title: 'Save Image (Advanced)',
    category: 'image',
    required: {
      images: image,
      filename_prefix: ['STRING', { default: 'ComfyUI' }],
      format: [['png', 'jpeg', 'webp'], { default: 'png' }],
    },
    outputNode: true,
    module,
  },
  {
    name: 'PreviewImage',
    title: 'Preview Image',
    category: 'image',
    required: { images: image },
    outputNode: true,
    module,
  },
  {
    name: 'ImageBatch',
    title: 'Batch Images',
    category: 'image',
    required: { image1: image, image2: image },
    outputs: images,
    module,
  },
  {
    name: 'BatchImagesNode',
    title: 'Batch Images',
    category: 'image',
    optional: { images: image },
    outputs: images,
    module,
  },
  ...[...textNodes].map(([name, widget]): ClassFacts => ({
    name,
    title: name,
    category: 'utils/primitive',
    required: { [widget]: text },
    outputs: [{ type: 'STRING', name: 'STRING' }],
    module,
  })),
  ...[...numberNodes].map(([name, widget]): ClassFacts => ({
    name,
    title: name,
    category: 'utils/primitive',
    required: { [widget]: integer(0, 0, seedLimit, { control_after_generate: true }) },
    outputs: [{ type: 'INT', name: 'INT' }],
    module,
  })),
  ...wavespeed(),
];

/** The nodes of WaveSpeed's pack that ask for Seedream. */
function wavespeed(): ClassFacts[] {
  const category = 'WaveSpeedAI';
  return [
    {
      name: 'WaveSpeedAI Client',
      title: 'WaveSpeedAI Client',
      category,
      optional: { api_key: ['STRING', { default: '' }] },
      outputs: [{ type: 'WAVESPEED_AI_API_CLIENT', name: 'client' }],
      module,
    },
    {
      name: 'WaveSpeedAI Upload Image',
      title: 'WaveSpeedAI Upload Image',
      category,
      required: { image },
      optional: { client: ['WAVESPEED_AI_API_CLIENT'] },
      outputs: [{ type: 'STRING', name: 'image_url' }],
      module,
    },
    {
      name: 'WaveSpeedAI Task Create',
      title: 'WaveSpeedAI Task Create',
      category,
      required: {
        model_id: ['STRING', { default: 'bytedance/seedream-v4.5/sequential' }],
        request_json: text,
      },
      outputs: [{ type: 'WAVESPEED_TASK_INFO', name: 'task_info' }],
      module,
    },
    {
      name: 'WaveSpeedAI Task Submit',
      title: 'WaveSpeedAI Task Submit',
      category,
      required: { task_info: ['WAVESPEED_TASK_INFO'] },
      optional: { client: ['WAVESPEED_AI_API_CLIENT'] },
      outputs: [
        { type: 'STRING', name: 'task_id' },
        { type: 'STRING', name: 'video_url' },
        { type: 'IMAGE', name: 'image' },
      ],
      paid: true,
      module,
    },
    {
      name: 'WaveSpeedAI SeedreamV3Node',
      title: 'WaveSpeedAI Seedream',
      category,
      required: {
        prompt: text,
        width: integer(1024, 512, 4096),
        height: integer(1024, 512, 4096),
        seed: seed(0),
      },
      optional: { client: ['WAVESPEED_AI_API_CLIENT'] },
      outputs: images,
      paid: true,
      module,
    },
  ];
}

/** Classes by name. One that import learns to map and nobody has described yet is listed bare. */
export function comfyClasses(files: readonly string[]): ReadonlyMap<string, ClassInfo> {
  const described = new Map(facts(files).map((each) => [each.name, describeClass(each)]));
  for (const name of classMaps.keys())
    if (!described.has(name))
      described.set(name, describeClass({ name, title: name, category: 'ComfyUI', module }));
  return described;
}
