import type { AssetRef } from '#core/run/asset.ts';

import type { FlatNode, SlotRef } from '../flat-graph.ts';
import { linkOf, passOn, type BesideNode, type ClassMap, type Wire, type WireSource } from './class-map.ts';

/** `sub/fox.png [input]` and `fox.png` are names of one kind; the tail only tells the folder. */
export const imageName = (value: string): string => value.replace(/ \[(?:input|output|temp)\]$/, '');

/** `LoadImage` names one file. Its mask has no counterpart. */
export const loadImage: ClassMap = ({ node, images }) => {
  const name = node.inputs.get('image')?.value;
  if (node.inputs.get('image')?.link !== undefined)
    return { refused: 'its file name comes from another node' };
  const found: AssetRef | undefined = typeof name === 'string' ? images.get(imageName(name)) : undefined;
  return {
    type: 'LoadImages',
    inputs: { images: found === undefined ? [] : [{ ...found }] },
    wires: [],
    outputs: ['images'],
    ...(found === undefined && typeof name === 'string' && name !== '' ? { missingImages: [name] } : {}),
  };
};

export const previewImage: ClassMap = ({ node }) => ({
  type: 'Preview',
  inputs: {},
  wires: passOn(node, 'images').wires,
  outputs: [],
});

/** `SaveImage` and its successors. ComfyUI writes PNG; `original` keeps what the provider sent. */
export const saveImage: ClassMap = ({ node, constant }) => {
  const images = passOn(node, 'images');
  const prefix = passOn(node, 'filename_prefix');
  const format = constant('format');
  return {
    type: 'Save',
    inputs: {
      ...prefix.inputs,
      ...(format === 'jpeg' || format === 'webp' || format === 'png' ? { format } : {}),
    },
    wires: [...images.wires, ...prefix.wires],
    outputs: [],
  };
};

/** Links into inputs whose names match, by the number at the end of the name. */
export const numberedLinks = (node: FlatNode, pattern: RegExp): readonly SlotRef[] =>
  [...node.inputs]
    .flatMap(([name, { link }]) => (link !== undefined && pattern.test(name) ? [{ name, link }] : []))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map(({ link }) => link);

const mergeInputs = ['a', 'b', 'c', 'd'] as const;

/** One source of images out of several: as many MergeImages as it takes, four at a time. */
export function mergeAll(links: readonly SlotRef[]): {
  source: WireSource | undefined;
  beside: readonly BesideNode[];
} {
  const beside: BesideNode[] = [];
  let sources: readonly WireSource[] = links;
  while (sources.length > 1) {
    const next: WireSource[] = [];
    for (let at = 0; at < sources.length; at += mergeInputs.length) {
      const part = sources.slice(at, at + mergeInputs.length);
      const [only] = part;
      if (part.length === 1 && only !== undefined) {
        next.push(only);
        continue;
      }
      const key = `merge-${beside.length + 1}`;
      const wires = part.map((from, index): Wire => ({ input: mergeInputs[index] ?? 'a', from }));
      beside.push({ key, type: 'MergeImages', inputs: {}, wires, output: 'images' });
      next.push({ beside: key });
    }
    sources = next;
  }
  return { source: sources[0], beside };
}

/** `ImageBatch` joins two batches. */
export const imageBatch: ClassMap = ({ node }) => ({
  type: 'MergeImages',
  inputs: {},
  wires: [...passOn(node, 'image1', 'a').wires, ...passOn(node, 'image2', 'b').wires],
  outputs: ['images'],
});

/** `BatchImagesNode` joins any number of batches through inputs that grow. */
export const batchImages: ClassMap = ({ node }) => {
  const links = numberedLinks(node, /^images\./);
  const direct = linkOf(node, 'images');
  const all = direct === undefined ? links : [direct, ...links];
  if (all.length > mergeInputs.length) return { refused: `it joins ${all.length} batches` };
  return {
    type: 'MergeImages',
    inputs: {},
    wires: all.map((from, index) => ({ input: mergeInputs[index] ?? 'a', from })),
    outputs: ['images'],
  };
};
