import type { Literal } from '#core/document/schema.ts';
import { parseResolution } from '#core/model/resolution.ts';

import { numberOf } from '../../values.ts';
import type { FlatNode } from '../flat-graph.ts';
import { passOn, type BesideNode, type ClassMap, type MapView, type Wire } from './class-map.ts';
import { mergeAll, numberedLinks } from './images.ts';

const seedLimit = 2_147_483_647;

/** A size in pixels as a resolution of ours, RunComfy's label where there is one. */
export function resolutionOf(width: number, height: number): string {
  const size = `${Math.round(width)}x${Math.round(height)}`;
  const parsed = parseResolution(size);
  return parsed?.kind === 'pixels' && parsed.label !== undefined ? parsed.label : size;
}

/** The pixels in a text such as `(2K) 2048x2048 (1:1)` or `2048*2048`. */
export function sizeInText(text: string): string | undefined {
  const match = /(\d{2,5})\s*[x×*]\s*(\d{2,5})/.exec(text);
  return match === null ? undefined : resolutionOf(Number(match[1]), Number(match[2]));
}

/** A seed as literal, wire, or a Seed node where it steps after each run. */
export function seedOf(
  node: FlatNode,
  name = 'seed',
): {
  inputs: Record<string, Literal>;
  wires: readonly Wire[];
  beside: readonly BesideNode[];
  changes: string[];
} {
  const { link, value } = node.inputs.get(name) ?? {};
  if (link !== undefined)
    return { inputs: {}, wires: [{ input: 'seed', from: link }], beside: [], changes: [] };
  const number = numberOf(value);
  if (number === undefined) return { inputs: {}, wires: [], beside: [], changes: [] };
  if (number < 0) return { inputs: {}, wires: [], beside: [], changes: [] };
  const seed = Math.trunc(number) % (seedLimit + 1);
  const changes =
    seed === number
      ? []
      : [`Seed ${number} of node ${node.id} lies beyond what Seedream takes; it became ${seed}.`];
  const afterRun = node.afterRun.get(name);
  if (afterRun === undefined || afterRun === 'fixed')
    return { inputs: { seed }, wires: [], beside: [], changes };
  return {
    inputs: {},
    wires: [{ input: 'seed', from: { beside: 'seed' } }],
    beside: [{ key: 'seed', type: 'Seed', inputs: { seed, after_run: afterRun }, wires: [], output: 'seed' }],
    changes,
  };
}

/**
 * ComfyUI's ByteDance Seedream nodes. The first keeps its inputs side by side; its successors hang them under the
 * chosen model (`model.size_preset`) and let image inputs grow (`model.images.image_1`).
 */
export const seedream: ClassMap = (view) => {
  const { node, constant } = view;
  const name = (own: string): string => (node.inputs.has(`model.${own}`) ? `model.${own}` : own);
  const resolution = readSize(view, name);
  if (resolution === undefined) return { refused: 'its size comes from another node' };
  const model = constant('model');
  const prompt = passOn(node, 'prompt');
  const seed = seedOf(node);
  const first = node.type === 'ByteDanceSeedreamNode';
  const sequential = constant(name('sequential_image_generation')) ?? (first ? 'disabled' : 'auto');
  const count = passOn(node, name('max_images'), 'count');
  const single = sequential === 'disabled';
  const merged = mergeAll(numberedLinks(node, /^(?:model\.)?images?(?:\.image_?\d+)?$/));
  const changes = [...seed.changes];
  const here = `node ${node.id}`;
  if (typeof model === 'string' && !/4[.-]5/.test(model))
    changes.push(`The model of ${here} was ${model}; Batchwork draws with Seedream 4.5.`);
  if (constant('watermark') === true) changes.push(`The watermark of ${here} is not drawn.`);
  return {
    type: 'SequentialGenerate',
    inputs: {
      ...prompt.inputs,
      ...(single ? { count: 1 } : { count: 1, ...count.inputs }),
      resolution,
      ...seed.inputs,
    },
    wires: [
      ...prompt.wires,
      ...(single ? [] : count.wires),
      ...seed.wires,
      ...(merged.source === undefined ? [] : [{ input: 'references', from: merged.source }]),
    ],
    outputs: ['images'],
    beside: [...seed.beside, ...merged.beside],
    changes,
  };
};

/** Undefined when a size is computed while the workflow runs. */
function readSize({ node, constant }: MapView, name: (own: string) => string): string | undefined {
  const preset = constant(name('size_preset'));
  const linked = (own: string): boolean => node.inputs.get(name(own))?.link !== undefined;
  if (preset === undefined && linked('size_preset')) return undefined;
  if (typeof preset === 'string' && !/^custom$/i.test(preset)) {
    const size = sizeInText(preset);
    if (size !== undefined) return size;
  }
  if (preset === undefined) return resolutionOf(2048, 2048);
  const [width, height] = [numberOf(constant(name('width'))), numberOf(constant(name('height')))];
  if ((width === undefined && linked('width')) || (height === undefined && linked('height')))
    return undefined;
  return resolutionOf(width ?? 2048, height ?? 2048);
}
