import type { ClassMap } from './class-map.ts';
import { batchImages, imageBatch, loadImage, previewImage, saveImage } from './images.ts';
import { seedream } from './seedream.ts';
import { textNodes } from './value-nodes.ts';
import { wavespeedSeedream3, wavespeedSubmit } from './wavespeed.ts';

const textNode =
  (widget: string): ClassMap =>
  ({ node }) => {
    const { link, value } = node.inputs.get(widget) ?? {};
    return {
      type: 'Prompt',
      inputs: typeof value === 'string' ? Object.fromEntries([['text', value]]) : {},
      wires: link === undefined ? [] : [{ input: 'text', from: link }],
      outputs: ['text'],
    };
  };

/** ComfyUI classes that Batchwork knows how to do itself. Number nodes are decided by what they feed. */
export const classMaps: ReadonlyMap<string, ClassMap> = new Map<string, ClassMap>([
  ['ByteDanceSeedreamNode', seedream],
  ['ByteDanceSeedreamNodeV2', seedream],
  ['ByteDanceSeedreamNodeV3', seedream],
  ['WaveSpeedAI Task Submit', wavespeedSubmit],
  ['WaveSpeedAI SeedreamV3Node', wavespeedSeedream3],
  ['LoadImage', loadImage],
  ['LoadImageOutput', loadImage],
  ['SaveImage', saveImage],
  ['SaveImageAdvanced', saveImage],
  ['PreviewImage', previewImage],
  ['ImageBatch', imageBatch],
  ['BatchImagesNode', batchImages],
  ...[...textNodes].map(([type, widget]): [string, ClassMap] => [type, textNode(widget)]),
]);
