import type { Literal } from '#core/document/schema.ts';

import { parseJson } from '../../parse-json.ts';
import { fieldOf, isRecord, literalOf, numberOf, textOf } from '../../values.ts';
import type { FlatInput, FlatNode, SlotRef } from '../flat-graph.ts';
import { passOn, type ClassMap, type MapView } from './class-map.ts';
import { resolutionOf, seedOf, sizeInText } from './seedream.ts';

const seedreamModel = /^bytedance\/seedream-v?4(?:[.-]5)?(?:\/(?:edit|sequential|edit-sequential))?$/;

/** The slot of `WaveSpeedAI Task Submit` that gives the images. */
const imageSlot = 2;

/** What a task asks for: by name in saved workflows, as JSON with wires through numbered inputs in prompts. */
function readTask(task: FlatNode): { model: string | undefined; parameters: ReadonlyMap<string, FlatInput> } {
  const json = task.inputs.get('request_json')?.value;
  const model = textOf(task.inputs.get('model_id')?.value);
  if (typeof json !== 'string') return { model, parameters: task.inputs };
  const parameters = new Map<string, FlatInput>();
  const request = parseJson(json);
  for (const [name, value] of Object.entries(request.ok && isRecord(request.value) ? request.value : {})) {
    const literal = literalOf(value);
    if (literal !== undefined) parameters.set(name, { value: literal });
  }
  const map = parseJson(textOf(task.inputs.get('param_map')?.value) ?? '{}');
  for (const [name, target] of Object.entries(map.ok && isRecord(map.value) ? map.value : {})) {
    const input = task.inputs.get(textOf(fieldOf(target, 'placeholder')) ?? textOf(target) ?? '');
    if (input !== undefined) parameters.set(name, input);
  }
  return { model, parameters };
}

/** Images reach WaveSpeed's nodes as URLs of an upload; here they are wired directly. */
function readImages(
  { graph }: MapView,
  link: SlotRef | undefined,
): { source: SlotRef | undefined; absorbs: readonly string[] } | undefined {
  if (link === undefined) return { source: undefined, absorbs: [] };
  const upload = graph.nodes.get(link.node);
  const source = upload?.type === 'WaveSpeedAI Upload Image' ? upload.inputs.get('image')?.link : undefined;
  return upload === undefined || source === undefined ? undefined : { source, absorbs: [upload.id] };
}

/** `Task Create` and `Task Submit` of WaveSpeed's pack, where they ask for Seedream 4 or 4.5. */
export const wavespeedSubmit: ClassMap = (view) => {
  const { node, graph } = view;
  const task = graph.nodes.get(node.inputs.get('task_info')?.link?.node ?? '');
  if (task?.type !== 'WaveSpeedAI Task Create') return { refused: 'its task comes from another node' };
  const { model, parameters } = readTask(task);
  if (model === undefined || !seedreamModel.test(model))
    return { refused: `it asks for the model ${model ?? 'of another node'}` };
  const asked: FlatNode = { ...task, inputs: parameters };
  const images = readImages(view, parameters.get('images')?.link ?? parameters.get('image')?.link);
  if (images === undefined) return { refused: 'its images come as addresses from another node' };
  const prompt = passOn(asked, 'prompt');
  const count = passOn(asked, 'max_images', 'count');
  const seed = seedOf(asked);
  const size = textOf(view.constant('size', asked));
  const resolution = size === undefined ? undefined : sizeInText(size);
  const changes = [...seed.changes];
  if (!/4[.-]5/.test(model))
    changes.push(`The model of node ${task.id} was ${model}; Batchwork draws with Seedream 4.5.`);
  if (hasText(parameters.get('images')?.value) && images.source === undefined)
    changes.push(`Node ${task.id} names images by their address; load them with a Load Images node.`);
  const clients = [node, graph.nodes.get(images.absorbs[0] ?? '')].flatMap((each) => {
    const client = each?.inputs.get('client')?.link?.node;
    return client === undefined ? [] : [client];
  });
  return {
    type: 'SequentialGenerate',
    inputs: {
      ...prompt.inputs,
      ...(model.includes('sequential') ? { ...numbersOnly(count.inputs) } : { count: 1 }),
      resolution: resolution ?? resolutionOf(2048, 2048),
      ...seed.inputs,
      provider: 'wavespeed',
    },
    wires: [
      ...prompt.wires,
      ...(model.includes('sequential') ? count.wires : []),
      ...seed.wires,
      ...(images.source === undefined ? [] : [{ input: 'references', from: images.source }]),
    ],
    outputs: Array.from({ length: imageSlot + 1 }, (_, slot) => (slot === imageSlot ? 'images' : undefined)),
    beside: seed.beside,
    absorbs: [...new Set([task.id, ...images.absorbs, ...clients])],
    changes,
  };
};

const hasText = (value: Literal | undefined): boolean =>
  (typeof value === 'string' && value !== '') || (Array.isArray(value) && value.length > 0);

/** Numbers may be kept as texts there. */
function numbersOnly(inputs: Readonly<Record<string, Literal>>): Record<string, Literal> {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, value]) => {
      const number = numberOf(value);
      return number === undefined ? [] : [[name, number]];
    }),
  );
}

/** WaveSpeed's older node for Seedream 3: one image. */
export const wavespeedSeedream3: ClassMap = ({ node, constant }) => {
  const [width, height] = [numberOf(constant('width')), numberOf(constant('height'))];
  if (width === undefined || height === undefined) return { refused: 'its size comes from another node' };
  const prompt = passOn(node, 'prompt');
  const seed = seedOf(node);
  const client = node.inputs.get('client')?.link?.node;
  // Seedream 4.5 draws from 3,686,400 pixels up.
  const scale = Math.max(1, Math.sqrt(3_686_400 / Math.max(1, width * height)));
  const larger = (side: number): number => Math.ceil((side * scale) / 8) * 8;
  const resolution = resolutionOf(scale === 1 ? width : larger(width), scale === 1 ? height : larger(height));
  return {
    type: 'SequentialGenerate',
    inputs: { ...prompt.inputs, count: 1, resolution, ...seed.inputs, provider: 'wavespeed' },
    wires: [...prompt.wires, ...seed.wires],
    outputs: ['images'],
    beside: seed.beside,
    absorbs: client === undefined ? [] : [client],
    changes: [
      ...seed.changes,
      `Node ${node.id} drew ${width}x${height} with Seedream 3; Batchwork draws ${resolution} with Seedream 4.5, without its guidance.`,
    ],
  };
};
