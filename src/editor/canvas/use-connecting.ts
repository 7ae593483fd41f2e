import type { Connection, FinalConnectionState, OnConnectStartParams } from '@xyflow/react';
import { useMemo } from 'react';

import { connect, disconnect, inSequence } from '#core/document/edits.ts';

import { useEditor, type Editor } from '../app/editor.ts';
import { notify } from '../app/notices.ts';
import { documentOf } from '../state/document-store.ts';
import { edgeKey, edgesInto, findNode } from '../workflow/document-index.ts';
import { edgeBetween } from '../workflow/new-node.ts';
import { viewNode } from '../workflow/node-view.ts';
import { bestPort, closedNodes, findPort, refusal, type WireEnd } from '../workflow/port-fit.ts';
import { portOfHandle, type FlowEdge } from './flow-items.ts';

interface Ends {
  readonly source: string | null;
  readonly sourceHandle?: string | null;
  readonly target: string | null;
  readonly targetHandle?: string | null;
}

/** The edge that React Flow speaks of, in our words; undefined while an end is missing. */
function edgeOf({ source, sourceHandle, target, targetHandle }: Ends) {
  if (source === null || target === null || !sourceHandle || !targetHandle) return undefined;
  return {
    from: { node: source, output: portOfHandle(sourceHandle) },
    to: { node: target, input: portOfHandle(targetHandle) },
  };
}

function endsOf(editor: Editor, ends: Ends): readonly [WireEnd, WireEnd] | undefined {
  const edge = edgeOf(ends);
  if (edge === undefined) return undefined;
  const document = documentOf(editor.document.getState());
  const { catalog } = editor.session.getState();
  const from = findPort(document, catalog, { node: edge.from.node, side: 'output', name: edge.from.output });
  const to = findPort(document, catalog, { node: edge.to.node, side: 'input', name: edge.to.input });
  return from === undefined || to === undefined ? undefined : [from, to];
}

/** How wires are laid: drag from port to port, onto a node, or onto empty canvas, where the node search opens. */
export function useConnecting() {
  const editor = useEditor();
  return useMemo(() => {
    const { document, session } = editor;
    return {
      isValidConnection: (ends: Ends): boolean => {
        const pair = endsOf(editor, ends);
        return pair !== undefined && refusal(documentOf(document.getState()), ...pair) === undefined;
      },
      onConnect: (connection: Connection): void => {
        const edge = edgeOf(connection);
        if (edge === undefined) return;
        document.seal();
        document.apply(connect(edge));
      },
      onConnectStart: (_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void => {
        if (nodeId === null || handleId === null) return;
        const workflow = documentOf(document.getState());
        const end = findPort(workflow, session.getState().catalog, {
          node: nodeId,
          side: handleType === 'source' ? 'output' : 'input',
          name: portOfHandle(handleId),
        });
        if (end !== undefined) session.setState({ wire: { ...end, closed: closedNodes(workflow, end) } });
      },
      onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => {
        const { wire } = session.getState();
        session.setState({ wire: null });
        if (wire === null || state.isValid === true) return;
        const at = pointOf(event);
        if (state.toHandle !== null) tellRefusal(editor, state);
        else if (!dropOnNode(editor, wire, at)) dropOnPane(editor, wire, at);
      },
      onReconnect: (edge: FlowEdge, connection: Connection): void => {
        const next = edgeOf(connection);
        const before = documentOf(document.getState()).edges.find((item) => edgeKey(item) === edge.id);
        if (next === undefined || before === undefined) return;
        document.seal();
        document.apply(inSequence(disconnect(before), connect(next)));
      },
      onReconnectEnd: (
        _event: unknown,
        edge: FlowEdge,
        _side: unknown,
        state: FinalConnectionState,
      ): void => {
        session.setState({ wire: null });
        if (state.isValid === true || state.toHandle !== null) return;
        // Dragged away from its port and dropped: the wire is taken off.
        const before = documentOf(document.getState()).edges.find((item) => edgeKey(item) === edge.id);
        if (before === undefined) return;
        document.seal();
        document.apply(disconnect(before));
      },
    };
  }, [editor]);
}

const pointOf = (event: MouseEvent | TouchEvent): { x: number; y: number } => {
  const source = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: source?.clientX ?? 0, y: source?.clientY ?? 0 };
};

function tellRefusal(editor: Editor, { fromHandle, toHandle }: FinalConnectionState): void {
  if (fromHandle === null || toHandle === null) return;
  const document = documentOf(editor.document.getState());
  const { catalog } = editor.session.getState();
  const [from, to] = [fromHandle, toHandle].map(({ nodeId, id, type }) =>
    findPort(document, catalog, {
      node: nodeId,
      side: type === 'source' ? 'output' : 'input',
      name: portOfHandle(id ?? ''),
    }),
  );
  const reason = from === undefined || to === undefined ? undefined : refusal(document, from, to);
  if (reason !== undefined) notify(editor.session, 'info', reason);
}

/** A wire dropped on a node's body goes to its first free fitting port. True when there was a node. */
function dropOnNode(editor: Editor, wire: WireEnd, at: { x: number; y: number }): boolean {
  const element = globalThis.document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-node-id]');
  const id = element?.dataset['nodeId'];
  if (id === undefined) return false;
  const document = documentOf(editor.document.getState());
  const node = findNode(document, id);
  if (node === undefined || id === wire.node) return true;
  const { descriptor } = viewNode(document, editor.session.getState().catalog, node);
  const taken = new Set(edgesInto(document, id).keys());
  const port = bestPort(descriptor, wire, taken) ?? bestPort(descriptor, wire);
  if (port === undefined || closedNodes(document, wire).has(id)) {
    notify(editor.session, 'info', 'No port of this node fits the wire.');
    return true;
  }
  editor.document.seal();
  editor.document.apply(connect(edgeBetween(wire, { node: id, port: port.name })));
  return true;
}

function dropOnPane(editor: Editor, wire: WireEnd, at: { x: number; y: number }): void {
  const over = globalThis.document.elementFromPoint(at.x, at.y);
  if (over?.closest('.react-flow__pane, .react-flow__renderer') === null) return;
  const { node, side, port } = wire;
  editor.session.setState({ dialog: { type: 'node-search', at, wire: { node, side, port } } });
}
