import { setInput } from '#core/document/edits.ts';
import type { Position } from '#core/document/schema.ts';
import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';
import type { AssetRef } from '#core/run/asset.ts';

import { messageOf } from '../../remote/remote-error.ts';
import { documentOf } from '../../state/document-store.ts';
import { nothing } from '../../state/session-store.ts';
import { freePlace } from '../../workflow/free-place.ts';
import { placeNode } from '../../workflow/new-node.ts';
import type { Editor } from '../editor.ts';
import { notify } from '../notices.ts';
import { sizeOf } from './add-node.ts';
import { boxesOf } from './item-boxes-of.ts';

/** Uploads image files; those that are refused are told and left out. */
export async function uploadImages(
  { remote, session }: Pick<Editor, 'remote' | 'session'>,
  files: readonly File[],
): Promise<AssetRef[]> {
  const results = await Promise.allSettled(files.map((file) => remote.upload(file)));
  return results.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [result.value];
    notify(session, 'error', `${files[index]?.name ?? 'The file'}: ${messageOf(result.reason)}`);
    return [];
  });
}

/** Adds a node that holds these image files, of the first installed type that can. */
export async function addImages(editor: Editor, files: readonly File[], at: Position): Promise<void> {
  if (findLoader(editor.session.getState().catalog.values()) === undefined) {
    notify(editor.session, 'warning', 'No installed node loads images.');
    return;
  }
  addAssets(editor, await uploadImages(editor, files), at);
}

/** Adds a node that holds images which the server has already. */
export function addAssets(editor: Editor, assets: readonly AssetRef[], at: Position): void {
  const { document, session } = editor;
  const loader = findLoader(session.getState().catalog.values());
  if (loader === undefined || assets.length === 0) return;
  const workflow = documentOf(document.getState());
  const position = freePlace({ ...at, ...sizeOf(loader.descriptor) }, boxesOf(editor).values());
  const { id, edit } = placeNode(workflow, loader.descriptor, { position });
  document.seal();
  document.apply((current) => setInput(id, loader.port.name, [...assets])(edit(current)));
  session.setState({ selectedNodes: new Set([id]), selectedEdges: nothing });
  requestAnimationFrame(() => editor.canvas?.reveal([id]));
}

function findLoader(
  descriptors: Iterable<NodeDescriptor>,
): { descriptor: NodeDescriptor; port: PortDescriptor } | undefined {
  for (const descriptor of descriptors) {
    const port = descriptor.inputs.find(({ widget }) => widget?.kind === 'images');
    if (port !== undefined) return { descriptor, port };
  }
  return undefined;
}
