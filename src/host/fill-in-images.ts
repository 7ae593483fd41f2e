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

export type FilledDocument =
  | { readonly ok: true; readonly document: WorkflowDocument }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Replaces file names and asset references at the image inputs of a document by the images they stand for. */
export async function fillInImages(
  document: WorkflowDocument,
  { catalog, findImage }: { catalog: DescriptorCatalog; findImage: FindImage },
): Promise<FilledDocument> {
  const diagnostics: Diagnostic[] = [];

  const fillValue = async (value: Literal, place: { node: string; port: string }): Promise<Literal[]> => {
    if (assetRefSchema.safeParse(value).success) return [value];
    const wanted = wantedImage(value);
    if (wanted === undefined) return [value];
    const image = await findImage(wanted);
    if (image !== undefined) return [{ ...image }];
    diagnostics.push({
      code: 'invalid-value',
      severity: 'error',
      message: `There is no input image "${wanted.file ?? wanted.id ?? ''}". Upload it first.`,
      ...place,
    });
    return [];
  };

  const fillNode = async (node: NodeInstance): Promise<NodeInstance> => {
    const inputs = { ...node.inputs };
    for (const port of catalog.get(node.type)?.inputs ?? []) {
      const value = inputs[port.name];
      if (port.rule.kind !== 'image' || value === undefined || value === null) continue;
      const values = Array.isArray(value) ? value : [value];
      const filled: Literal[] = [];
      for (const each of values) filled.push(...(await fillValue(each, { node: node.id, port: port.name })));
      inputs[port.name] = filled;
    }
    return { ...node, inputs };
  };

  const nodes: NodeInstance[] = [];
  for (const node of document.nodes) nodes.push(await fillNode(node));
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, document: { ...document, nodes } };
}

function wantedImage(value: Literal): WantedImage | undefined {
  if (typeof value === 'string') return value === '' ? undefined : { file: fileOf(value) };
  const reference = assetReferenceSchema.safeParse(value);
  if (!reference.success) return undefined;
  const { id, file_path: path } = reference.data.info;
  return { id, file: path };
}

/** ComfyUI writes the folder behind a name at times: `name.png [input]`. */
const fileOf = (name: string): string => name.replace(/ \[(?:input|output|temp)\]$/, '');
