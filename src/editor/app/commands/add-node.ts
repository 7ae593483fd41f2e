import { inSequence } from '#core/document/edits.ts';
import type { Edge, Position } from '#core/document/schema.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { documentOf } from '../../state/document-store.ts';
import { nothing } from '../../state/session-store.ts';
import { findNode } from '../../workflow/document-index.ts';
import { freePlace } from '../../workflow/free-place.ts';
import type { Box, Size } from '../../workflow/item-boxes.ts';
import { placeNode } from '../../workflow/new-node.ts';
import { layoutNode, nodeMeasures } from '../../workflow/node-layout.ts';
import type { WireEnd } from '../../workflow/port-fit.ts';
import { portsForSplice, spliceInto } from '../../workflow/splice.ts';
import type { Editor } from '../editor.ts';
import { changePreferences } from '../keep-preferences.ts';
import { boxesOf } from './item-boxes-of.ts';

interface AddOptions {
  /** Upper left corner in canvas coordinates; without one, the middle of the view. */
  readonly at?: Position | null;
  /** An end that the node is wired to. */
  readonly wire?: WireEnd | null;
  /** A wire that the node is put into. */
  readonly edge?: Edge | null;
}

/** Room between a node and one that is added beside it for a wire. */
const beside = 64;

/** Adds a node of a type where nothing lies yet, wires it, selects it and brings it into view. */
export function addNodeOf(editor: Editor, descriptor: NodeDescriptor, options: AddOptions = {}): void {
  const { document, session } = editor;
  const workflow = documentOf(document.getState());
  const { catalog } = session.getState();
  const size = sizeOf(descriptor);
  const boxes = boxesOf(editor);
  const position = freePlace(
    { ...wishedPlace(editor, options, { size, boxes }), ...size },
    workflow.groups.reduce((map, { id }) => (map.delete(id), map), new Map(boxes)).values(),
  );
  const { id, edit } = placeNode(workflow, descriptor, { position, wire: options.wire ?? null });
  const edge = options.edge ?? null;
  const ports = edge === null ? undefined : portsForSplice(workflow, catalog, { edge, descriptor });
  document.seal();
  document.apply(edge === null || ports === undefined ? edit : inSequence(edit, spliceInto(edge, id, ports)));
  session.setState({ selectedNodes: new Set([id]), selectedEdges: nothing });
  rememberType(editor, descriptor.type);
  requestAnimationFrame(() => {
    editor.canvas?.reveal([id]);
    editor.canvas?.focusNode(id);
  });
}

function wishedPlace(
  { canvas }: Editor,
  { at, wire, edge }: AddOptions,
  { size, boxes }: { size: Size; boxes: ReadonlyMap<string, Box> },
): Position {
  if (at) return wire?.side === 'input' ? { x: at.x - size.width, y: at.y } : at;
  const end = boxes.get(edge?.to.node ?? wire?.node ?? '');
  if (end !== undefined)
    return wire?.side === 'output'
      ? { x: end.x + end.width + beside, y: end.y }
      : { x: end.x - size.width - beside, y: end.y };
  const center = canvas?.center() ?? { x: 0, y: 0 };
  return { x: center.x - size.width / 2, y: center.y - size.height / 2 };
}

/** Size of a new node of this type. */
export function sizeOf(descriptor: NodeDescriptor): Size {
  const node = { id: '', type: descriptor.type, position: { x: 0, y: 0 }, inputs: {} };
  const { width, height } = layoutNode(
    { node, descriptor, known: true },
    { wired: new Set(), expanded: false },
  );
  return { width: Math.max(width, nodeMeasures.width), height };
}

const rememberedTypes = 8;

/** Puts a type in front of those that were used lately; the search offers them first. */
export function rememberType({ session }: Editor, type: string): void {
  const { recentNodes } = session.getState().preferences;
  changePreferences(session, {
    recentNodes: [type, ...recentNodes.filter((other) => other !== type)].slice(0, rememberedTypes),
  });
}

/** Whether a node of this id is in the document. */
export const isNode = ({ document }: Editor, id: string): boolean =>
  findNode(documentOf(document.getState()), id) !== undefined;
