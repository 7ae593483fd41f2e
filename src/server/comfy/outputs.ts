import type { Literal } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import { assetRefSchema } from '#core/run/asset.ts';
import type { RunSnapshot, StepSnapshot } from '#core/run/snapshot.ts';
import { extensionOf } from '#platform/assets/media-type.ts';

/** A file as ComfyUI names it: `GET /view` takes the three as they are. */
export interface ComfyImage {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: 'output' | 'temp' | 'input';
}

/** What a node shows, by kind. */
export type NodeOutput = Readonly<Record<'images', readonly ComfyImage[]>>;

/** Id that the sender knows, by the id in the document. */
export type NodeIds = Readonly<Record<string, string>>;

export const sentId = (nodeIds: NodeIds, node: string): string => nodeIds[node] ?? node;

/** Nodes that show or save are the output nodes of ComfyUI: they have no outputs of their own. */
export const isOutputNode = (catalog: DescriptorCatalog, nodeType: string): boolean =>
  catalog.get(nodeType)?.outputs.length === 0;

export function placeOf(path: string): { filename: string; subfolder: string } {
  const at = path.lastIndexOf('/');
  return { filename: path.slice(at + 1), subfolder: at === -1 ? '' : path.slice(0, at) };
}

/** What one step shows or has saved so far. */
export function outputOfStep(step: StepSnapshot): NodeOutput {
  if (step.files.length > 0)
    return { images: step.files.map((path): ComfyImage => ({ ...placeOf(path), type: 'output' })) };
  const values = Object.values(step.outputs).flatMap((output): readonly Literal[] => output.values);
  return { images: values.flatMap((value) => shownImage(value)) };
}

function shownImage(value: Literal): ComfyImage[] {
  const { data: asset } = assetRefSchema.safeParse(value);
  if (asset === undefined) return [];
  return [{ filename: `${asset.hash}.${extensionOf[asset.mediaType]}`, subfolder: '', type: 'temp' }];
}

/** Outputs of a run by the ids that the sender knows; only nodes that show something. */
export function outputsOf(
  snapshot: RunSnapshot,
  { catalog, nodeIds }: { catalog: DescriptorCatalog; nodeIds: NodeIds },
): Record<string, NodeOutput> {
  const outputs: Record<string, NodeOutput> = {};
  for (const step of snapshot.steps.values()) {
    if (!isOutputNode(catalog, step.nodeType)) continue;
    const { images } = outputOfStep(step);
    const id = sentId(nodeIds, step.node);
    if (images.length > 0) outputs[id] = { images: [...(outputs[id]?.images ?? []), ...images] };
  }
  return outputs;
}
