import {
  Background,
  BackgroundVariant,
  ReactFlow,
  SelectionMode,
  type ReactFlowInstance,
} from '@xyflow/react';
import { useMemo, useRef, useState, type MouseEvent } from 'react';

import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { shownSnapshot } from '../state/run-store.ts';
import type { Detail } from '../state/session-store.ts';
import { useDocument, useRuns, useSession } from '../state/stores.ts';
import { describeState, nodeState } from '../workflow/run-view.ts';
import { CanvasControls } from './canvas-controls.tsx';
import { DragWireLine } from './drag-wire-line.tsx';
import { EmptyCanvas } from './empty-canvas.tsx';
import type { FlowEdge, FlowNode } from './flow-items.ts';
import { GroupNode } from './group-node.tsx';
import { NoteNode } from './note-node.tsx';
import { createEdgesProjection } from './to-flow-edges.ts';
import { createNodesProjection } from './to-flow-nodes.ts';
import { useCanvasHandle, zoomLimits } from './use-canvas-handle.ts';
import { useConnecting } from './use-connecting.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useItemChanges } from './use-item-changes.ts';
import { Wire } from './wire.tsx';
import { WorkflowNode } from './workflow-node.tsx';

import styles from './canvas.module.css';

const nodeTypes = { 'workflow-node': WorkflowNode, note: NoteNode, group: GroupNode };
const edgeTypes = { wire: Wire };

const words = {
  'node.a11yDescription.default':
    'Press Enter or Space to select, arrow keys to move, Delete to remove, C to connect, F2 to rename.',
  'node.a11yDescription.keyboardDisabled': 'Press Enter or Space to select, Delete to remove, C to connect.',
};

const detailOf = (zoom: number): Detail => (zoom < 0.3 ? 'title' : zoom < 0.45 ? 'text' : 'full');

/** The canvas: React Flow as a view of document, session and run. */
export function Canvas() {
  const editor = useEditor();
  const { session } = editor;
  const frame = useRef<HTMLElement>(null);
  const [flow, setFlow] = useState<ReactFlowInstance<FlowNode, FlowEdge>>();
  useCanvasHandle(flow, frame);

  const document = useDocument(documentOf);
  const catalog = useSession((state) => state.catalog);
  const selectedNodes = useSession((state) => state.selectedNodes);
  const selectedEdges = useSession((state) => state.selectedEdges);
  const dragged = useSession((state) => state.dragged);
  const expanded = useSession((state) => state.expanded);
  // States in one string: the canvas is drawn again when a state changes, not with every event.
  const states = useRuns((state) => {
    const snapshot = shownSnapshot(state);
    if (snapshot === undefined) return '';
    return [...snapshot.steps].map(([id, step]) => `${id}\t${describeState(nodeState(step))}`).join('\n');
  });
  const stateWords = useMemo(() => {
    const map = new Map(states.split('\n').map((line) => line.split('\t') as [string, string]));
    return (id: string): string => map.get(id) ?? '';
  }, [states]);

  const { measured, onNodesChange, onEdgesChange } = useItemChanges();
  const connecting = useConnecting();
  const fileDrop = useFileDrop();
  const [projectNodes] = useState(createNodesProjection);
  const [projectEdges] = useState(createEdgesProjection);
  const nodes = useMemo(
    () =>
      projectNodes({ document, catalog, selected: selectedNodes, dragged, expanded, measured, stateWords }),
    [projectNodes, document, catalog, selectedNodes, dragged, expanded, measured, stateWords],
  );
  const edges = useMemo(
    () => projectEdges({ document, catalog, selected: selectedEdges }),
    [projectEdges, document, catalog, selectedEdges],
  );

  const openMenu = (kind: 'pane' | 'node' | 'edge') => (event: MouseEvent | globalThis.MouseEvent) => {
    event.preventDefault();
    session.setState({ menu: { kind, at: { x: event.clientX, y: event.clientY } } });
  };
  const searchHere = (event: MouseEvent): void => {
    if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
    session.setState({
      dialog: { type: 'node-search', at: { x: event.clientX, y: event.clientY }, wire: null },
    });
  };

  return (
    <section ref={frame} aria-label="Canvas" className={styles['canvas']} {...fileDrop.handlers}>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={setFlow}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        {...connecting}
        connectionLineComponent={DragWireLine}
        connectionRadius={30}
        reconnectRadius={16}
        onMove={(_event, { zoom }) => {
          const detail = detailOf(zoom);
          if (session.getState().detail !== detail) session.setState({ detail });
        }}
        onDoubleClick={searchHere}
        onPaneContextMenu={openMenu('pane')}
        onNodeContextMenu={(event, node) => {
          if (!session.getState().selectedNodes.has(node.id))
            session.setState({ selectedNodes: new Set([node.id]), selectedEdges: new Set() });
          openMenu('node')(event);
        }}
        onEdgeContextMenu={(event, edge) => {
          session.setState({ selectedNodes: new Set(), selectedEdges: new Set([edge.id]) });
          openMenu('edge')(event);
        }}
        onSelectionContextMenu={openMenu('node')}
        minZoom={zoomLimits.min}
        maxZoom={zoomLimits.max}
        zoomOnDoubleClick={false}
        onlyRenderVisibleElements
        panOnDrag={[0, 1]}
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Meta', 'Control']}
        edgesFocusable={false}
        elevateNodesOnSelect={false}
        autoPanOnNodeFocus
        ariaLabelConfig={words}
      >
        <Background variant={BackgroundVariant.Dots} gap={16} size={1.5} />
        <CanvasControls flow={flow} />
      </ReactFlow>
      {document.nodes.length === 0 && <EmptyCanvas />}
      {fileDrop.over && <div className={styles['drop']}>Drop a workflow or images</div>}
    </section>
  );
}
