import { z } from 'zod';

import type { Literal, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import { assetRefSchema, type AssetRef } from '#core/run/asset.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

/** The image that a program means: by the address of its bytes, or by the name of an input file. */
export interface WantedImage {
  readonly id?: string | undefined;
  readonly file?: string | undefined;
}

export type FindImage = (wanted: WantedImage) => Promise<AssetRef | undefined>;

/** How Comfy API v2 refers to an asset inside a workflow. */
const assetReferenceSchema = z.object({
  __type: z.literal('core/ASSET'),
  info: z.object({ id: z.string().optional(), file_path: z.string().optional() }),
});

const imageFile = /^[^\n]{1,500}\.(?:png|jpe?g|webp|gif|avif)(?: \[(?:input|output|temp)\])?$/i;

/** Files and references that are looked up in one workflow. */
const lookUpLimit = 5_000;

/** `fox.png [input]` is `fox.png`: ComfyUI writes the folder behind a name at times. */
const fileOf = (name: string): string => name.replace(/ \[(?:input|output|temp)\]$/, '');

/**
 * The images that a ComfyUI workflow names, by their names. References to assets get a name of their own: `renamed` is
 * the workflow with those in their places. Walks without recursion.
 */
export async function findNamedImages(
  workflow: Readonly<Record<string, unknown>>,
  findImage: FindImage,
): Promise<{ images: ReadonlyMap<string, AssetRef>; renamed: Readonly<Record<string, unknown>> }> {
  const wanted = new Map<string, WantedImage>();
  const renamed: Record<string, unknown> = structuredClone({ ...workflow });
  const stack: unknown[] = [renamed];
  for (let current = stack.pop(); current !== undefined; current = stack.pop()) {
    if (typeof current !== 'object' || current === null) continue;
    for (const [key, value] of Object.entries(current)) {
      if (wanted.size >= lookUpLimit) break;
      const reference = assetReferenceSchema.safeParse(value);
      if (reference.success) {
        const { id, file_path: file } = reference.data.info;
        const name = `asset ${id ?? ''} ${file ?? ''}`;
        wanted.set(name, { id, file });
        Reflect.set(current, key, name);
      } else if (typeof value === 'string' && imageFile.test(value))
        wanted.set(fileOf(value), { file: fileOf(value) });
      else if (typeof value === 'object') stack.push(value);
    }
  }
  const images = new Map<string, AssetRef>();
  for (const [name, each] of wanted) {
    const image = await findImage(each);
    if (image !== undefined) images.set(name, image);
  }
  return { images, renamed };
}

export type FilledDocument =
  | { readonly ok: true; readonly document: WorkflowDocument }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Puts images in the places of their names at the image inputs of our own nodes. */
export function fillInImages(
  document: WorkflowDocument,
  { catalog, images }: { catalog: DescriptorCatalog; images: ReadonlyMap<string, AssetRef> },
): FilledDocument {
  const diagnostics: Diagnostic[] = [];

  const fill = (value: Literal, place: { node: string; port: string }): Literal => {
    if (typeof value !== 'string' || assetRefSchema.safeParse(value).success) return value;
    const image = images.get(fileOf(value));
    if (image !== undefined) return { ...image };
    diagnostics.push({
      code: 'invalid-value',
      severity: 'error',
      message: `There is no input image "${value}". Upload it first.`,
      ...place,
    });
    return value;
  };

  const nodes = document.nodes.map((node): NodeInstance => {
    const inputs = { ...node.inputs };
    for (const { name, rule } of catalog.get(node.type)?.inputs ?? []) {
      const value = inputs[name];
      if (rule.kind !== 'image' || value === undefined || value === null) continue;
      inputs[name] = [value].flat().map((each) => fill(each, { node: node.id, port: name }));
    }
    return { ...node, inputs };
  });
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, document: { ...document, nodes } };
}
