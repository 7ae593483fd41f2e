import type { Edge, Node } from '@xyflow/react';

import type { Edge as DocumentEdge } from '#core/document/schema.ts';
import type { PortType } from '#core/node/port-type.ts';

import type { Editor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { findPort, type WireEnd } from '../workflow/port-fit.ts';

/** React Flow's data hold ids alone; every node reads the rest from the stores by itself. */
export type ItemData = Record<string, never>;
export type FlowNode = Node<ItemData, 'workflow-node' | 'note' | 'group'>;
export type FlowEdge = Edge<{ readonly portType: PortType | 'any'; readonly many: boolean }, 'wire'>;

export const noData: ItemData = {};

/** Handle ids: inputs and outputs of one node may share a name. */
export const handleId = (side: 'input' | 'output', port: string): string => `${side}:${port}`;

/** The port name in a handle id. */
export const portOfHandle = (handle: string): string => handle.slice(handle.indexOf(':') + 1);

/** The ends of a connection, as React Flow names them. */
export interface Ends {
  readonly source: string | null;
  readonly sourceHandle?: string | null;
  readonly target: string | null;
  readonly targetHandle?: string | null;
}

/** The edge that React Flow speaks of, in our words; undefined while an end is missing. */
export function edgeOf({ source, sourceHandle, target, targetHandle }: Ends): DocumentEdge | undefined {
  if (source === null || target === null || !sourceHandle || !targetHandle) return undefined;
  return {
    from: { node: source, output: portOfHandle(sourceHandle) },
    to: { node: target, input: portOfHandle(targetHandle) },
  };
}

/** Both ports of a connection; undefined when one of them is unknown. */
export function endsOf(editor: Editor, ends: Ends): readonly [WireEnd, WireEnd] | undefined {
  const edge = edgeOf(ends);
  if (edge === undefined) return undefined;
  const document = documentOf(editor.document.getState());
  const { catalog } = editor.session.getState();
  const from = findPort(document, catalog, { node: edge.from.node, side: 'output', name: edge.from.output });
  const to = findPort(document, catalog, { node: edge.to.node, side: 'input', name: edge.to.input });
  return from === undefined || to === undefined ? undefined : [from, to];
}

/** The port whose dot is at or around an element of the page. */
export function placeOfHandle(
  target: EventTarget | null,
): { node: string; side: 'input' | 'output'; name: string } | undefined {
  const dot = target instanceof Element ? target.closest<HTMLElement>('.react-flow__handle') : null;
  const { nodeid: node, handleid: handle } = dot?.dataset ?? {};
  if (node === undefined || handle === undefined) return undefined;
  return { node, side: handle.startsWith('input:') ? 'input' : 'output', name: portOfHandle(handle) };
}
