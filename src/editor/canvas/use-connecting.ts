import {
  useStoreApi,
  type Connection,
  type FinalConnectionState,
  type OnConnectStartParams,
} from '@xyflow/react';
import { useMemo, type MouseEvent as ReactMouseEvent } from 'react';

import { connect, disconnect, inSequence } from '#core/document/edits.ts';
import type { Edge, Position } from '#core/document/schema.ts';

import { useEditor, type Editor } from '../app/editor.ts';
import { notify } from '../app/notices.ts';
import { documentOf } from '../state/document-store.ts';
import { nothing } from '../state/session-store.ts';
import { edgeKey, edgesInto, findNode } from '../workflow/document-index.ts';
import { edgeBetween } from '../workflow/new-node.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';
import { bestPort, closedNodes, findPort, refusal, type WireEnd } from '../workflow/port-fit.ts';
import { edgeOf, endsOf, placeOfHandle, portOfHandle, type Ends, type FlowEdge } from './flow-items.ts';

/**
 * How wires are laid: drag from port to port, onto a node, or onto empty canvas, where the node search opens; or click
 * one port, then the other. A wire's end can be dragged to another port, and away.
 */
export function useConnecting() {
  const editor = useEditor();
  const flow = useStoreApi();
  return useMemo(() => createConnecting(editor, flow), [editor, flow]);
}

function createConnecting(editor: Editor, flow: ReturnType<typeof useStoreApi>) {
  const { document, session } = editor;
  /** The wire whose end is being dragged. */
  let moving: Edge | undefined;

  const begin = (_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void => {
    if (nodeId === null || handleId === null) return;
    const workflow = documentOf(document.getState());
    const end = findPort(workflow, session.getState().catalog, {
      node: nodeId,
      side: handleType === 'source' ? 'output' : 'input',
      name: portOfHandle(handleId),
    });
    if (end !== undefined) session.setState({ wire: { ...end, closed: closedNodes(workflow, end) } });
  };

  /** Lays a wire, in place of the one whose end was dragged. */
  const lay = (edge: Edge): void => {
    document.seal();
    document.apply(moving === undefined ? connect(edge) : inSequence(disconnect(moving), connect(edge)));
    document.seal();
  };

  /** A wire brought to a node's body goes to its first free fitting port. True when there was a node. */
  const endOnNode = (wire: WireEnd, id: string | undefined): boolean => {
    if (id === undefined || id === wire.node) return id !== undefined;
    const port = portFor(editor, wire, id);
    if ('reason' in port) notify(session, 'info', port.reason);
    else lay(edgeBetween(wire, { node: id, port: port.name }));
    return true;
  };

  const cancelClick = (): void => {
    session.setState({ wire: null });
    flow.setState({ connectionClickStartHandle: null });
  };

  return {
    isValidConnection: (ends: Ends): boolean => {
      const pair = endsOf(editor, ends);
      return pair !== undefined && refusal(documentOf(document.getState()), ...pair) === undefined;
    },
    onConnect: (connection: Connection): void => {
      const edge = edgeOf(connection);
      if (edge !== undefined) lay(edge);
    },
    onConnectStart: begin,
    onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => {
      const { wire } = session.getState();
      session.setState({ wire: null });
      if (wire === null || state.isValid === true) return;
      const at = pointOf(event);
      if (state.toHandle !== null) tellRefusal(editor, state);
      else if (!endOnNode(wire, nodeAt(at))) {
        if (moving === undefined) dropOnPane(editor, wire, at);
        else {
          document.seal();
          document.apply(disconnect(moving));
        }
      }
    },
    onReconnectStart: (_event: unknown, edge: FlowEdge): void => {
      moving = documentOf(document.getState()).edges.find((item) => edgeKey(item) === edge.id);
    },
    onReconnect: (_edge: FlowEdge, connection: Connection): void => {
      const next = edgeOf(connection);
      if (next !== undefined && moving !== undefined && edgeKey(next) !== edgeKey(moving)) lay(next);
    },
    onReconnectEnd: (): void => {
      moving = undefined;
    },
    onClickConnectStart: begin,
    onClickConnectEnd: (event: MouseEvent | TouchEvent): void => {
      const { wire } = session.getState();
      session.setState({ wire: null });
      const place = placeOfHandle(event.target);
      const end =
        place === undefined
          ? undefined
          : findPort(documentOf(document.getState()), session.getState().catalog, place);
      if (wire === null || end === undefined || (end.node === wire.node && end.side === wire.side)) return;
      const reason = refusal(documentOf(document.getState()), wire, end);
      if (reason !== undefined) notify(session, 'info', reason);
    },
    /** A click on a node's body ends a wire that was begun with a click. */
    onNodeClick: (event: ReactMouseEvent, { id }: { id: string }): void => {
      const { wire, selectedNodes } = session.getState();
      // A plain click on one of several leaves that one; React Flow would keep them all.
      if (selectedNodes.size > 1 && !event.ctrlKey && !event.metaKey && !event.shiftKey)
        session.setState({ selectedNodes: new Set([id]), selectedEdges: nothing });
      if (wire === null || id === wire.node || flow.getState().connectionClickStartHandle === null) return;
      endOnNode(wire, id);
      cancelClick();
    },
    cancelClick,
  };
}

const pointOf = (event: MouseEvent | TouchEvent): Position => {
  const source = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: source?.clientX ?? 0, y: source?.clientY ?? 0 };
};

const nodeAt = ({ x, y }: Position): string | undefined =>
  globalThis.document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-node-id]')?.dataset['nodeId'];

/** The port of a node that a wire is put on: the best that is free, else the best of all; or why there is none. */
function portFor(editor: Editor, wire: WireEnd, id: string): { name: string } | { reason: string } {
  const document = documentOf(editor.document.getState());
  const { catalog } = editor.session.getState();
  const node = findNode(document, id);
  if (node === undefined) return { reason: 'There is no such node.' };
  const view = viewNode(document, catalog, node);
  if (closedNodes(document, wire).has(id)) return { reason: 'This wire would close a circle.' };
  const taken = new Set(edgesInto(document, id).keys());
  const port = bestPort(view.descriptor, wire, taken) ?? bestPort(view.descriptor, wire);
  const wanted = wire.side === 'output' ? `takes ${wire.port.portType}` : `gives ${wire.port.portType}`;
  return port ?? { reason: `No port of ${titleOf(view)} ${wanted}.` };
}

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

function dropOnPane(editor: Editor, { node, side, port }: WireEnd, at: Position): void {
  const over = globalThis.document.elementFromPoint(at.x, at.y);
  if (over?.closest('.react-flow__pane, .react-flow__renderer') == null) return;
  editor.session.setState({
    dialog: { type: 'node-search', at, purpose: { kind: 'wire', wire: { node, side, port } } },
  });
}
