import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  type ReactFlowInstance,
} from '@xyflow/react';
import { lazy, Suspense, useMemo, useRef, useState, type MouseEvent } from 'react';

import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { shownSnapshot } from '../state/run-store.ts';
import type { Detail } from '../state/session-store.ts';
import { useDocument, useRuns, useSession } from '../state/stores.ts';
import { edgeKey } from '../workflow/document-index.ts';
import { describeState, nodeState, stepFraction } from '../workflow/run-view.ts';
import { CanvasControls } from './canvas-controls.tsx';
import { DragWireLine } from './drag-wire-line.tsx';
import { EmptyCanvas } from './empty-canvas.tsx';
import type { FlowEdge, FlowNode } from './flow-items.ts';
import { GroupNode } from './group-node.tsx';
import { HelperLines } from './helper-lines.tsx';
import { NoteNode } from './note-node.tsx';
import { followPointer, type Pointer } from './pointer.ts';
import { createEdgesProjection } from './to-flow-edges.ts';
import { createNodesProjection } from './to-flow-nodes.ts';
import { useCanvasHandle, zoomLimits } from './use-canvas-handle.ts';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useCanvasMenu } from './use-canvas-menu.ts';
import { useConnecting } from './use-connecting.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useItemChanges } from './use-item-changes.ts';
import { Wire } from './wire.tsx';
import { WorkflowNode } from './workflow-node.tsx';

import styles from './canvas.module.css';

const Minimap = lazy(async () => ({ default: (await import('./minimap.tsx')).Minimap }));
const SelectionBar = lazy(async () => ({ default: (await import('./selection-bar.tsx')).SelectionBar }));

const nodeTypes = { 'workflow-node': WorkflowNode, note: NoteNode, group: GroupNode };
const edgeTypes = { wire: Wire };

const words = {
  'node.a11yDescription.default':
    'Press Enter or Space to select, arrow keys to move, Delete to remove, C to connect, F2 to rename, Alt and arrow keys to walk along wires.',
  'node.a11yDescription.keyboardDisabled': 'Press Enter or Space to select, Delete to remove, C to connect.',
};

const detailOf = (zoom: number): Detail => (zoom < 0.3 ? 'title' : zoom < 0.55 ? 'text' : 'full');

/** The canvas: React Flow as a view of document, session and run. */
export function Canvas() {
  return (
    <ReactFlowProvider>
      <FlowCanvas />
    </ReactFlowProvider>
  );
}

function FlowCanvas() {
  const editor = useEditor();
  const { session } = editor;
  const frame = useRef<HTMLElement>(null);
  const [pointer] = useState<Pointer>(() => ({ at: undefined, altKey: false }));
  const [flow, setFlow] = useState<ReactFlowInstance<FlowNode, FlowEdge>>();
  const surroundings = useMemo(() => ({ frame, pointer }), [pointer]);
  useCanvasHandle(flow, surroundings);

  const { nodes, edges } = useProjection();
  const empty = useDocument((state) => documentOf(state).nodes.length === 0);
  const hand = useSession((state) => state.tool === 'hand');
  const wheelPans = useSession((state) => state.preferences.wheel === 'pan');
  const minimap = useSession((state) => state.preferences.minimap);
  const dots = useSession((state) => state.detail !== 'title');
  const anySelected = useSession((state) => state.selectedNodes.size > 0);
  const changes = useItemChanges(pointer);
  const { cancelClick, ...connecting } = useConnecting();
  const menu = useCanvasMenu();
  const fileDrop = useFileDrop();
  const onKeyDown = useCanvasKeys(cancelClick);
  const [pointerHandlers] = useState(() => followPointer(pointer));

  const searchHere = (event: MouseEvent): void => {
    if (!(event.target instanceof Element) || !event.target.classList.contains('react-flow__pane')) return;
    const at = { x: event.clientX, y: event.clientY };
    session.setState({ dialog: { type: 'node-search', at, purpose: { kind: 'add' } } });
  };
  const searchForEdge = (event: MouseEvent, { id }: FlowEdge): void => {
    const edge = documentOf(editor.document.getState()).edges.find((item) => edgeKey(item) === id);
    if (edge === undefined) return;
    const at = { x: event.clientX, y: event.clientY };
    session.setState({ dialog: { type: 'node-search', at, purpose: { kind: 'splice', edge } } });
  };

  return (
    // Its parts take the keys; this one only leads between them.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={frame}
      aria-label="Canvas"
      className={styles['canvas']}
      data-tool={hand ? 'hand' : 'select'}
      onKeyDown={onKeyDown}
      {...pointerHandlers}
      {...menu.longPress}
      {...fileDrop.handlers}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={setFlow}
        {...changes}
        {...connecting}
        {...menu.handlers}
        connectionLineComponent={DragWireLine}
        connectionRadius={30}
        connectionDragThreshold={4}
        reconnectRadius={16}
        onMove={(_event, { zoom }) => {
          const detail = detailOf(zoom);
          if (session.getState().detail !== detail) session.setState({ detail });
        }}
        onDoubleClick={searchHere}
        onEdgeDoubleClick={searchForEdge}
        minZoom={zoomLimits.min}
        maxZoom={zoomLimits.max}
        zoomOnDoubleClick={false}
        zoomOnScroll={!wheelPans}
        panOnScroll={wheelPans}
        zoomActivationKeyCode={['Meta', 'Control']}
        onlyRenderVisibleElements
        panOnDrag={hand ? [0, 1, 2] : [0, 1]}
        nodesDraggable={!hand}
        nodesConnectable={!hand}
        elementsSelectable={!hand}
        edgesReconnectable={!hand}
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Meta', 'Control']}
        edgesFocusable={false}
        elevateNodesOnSelect={false}
        autoPanOnNodeFocus
        ariaLabelConfig={words}
      >
        {/* Far out the dots would be a grey haze, and most of the painting. */}
        {dots && <Background variant={BackgroundVariant.Dots} gap={16} size={1.5} />}
        <HelperLines />
        <CanvasControls flow={flow} />
      </ReactFlow>
      {anySelected && (
        <Suspense>
          <SelectionBar />
        </Suspense>
      )}
      {minimap && (
        <Suspense>
          <Minimap />
        </Suspense>
      )}
      {empty && <EmptyCanvas />}
      {fileDrop.over && <div className={styles['drop']}>Drop a workflow or images</div>}
    </section>
  );
}

/** React Flow's nodes and edges; what did not change are the same objects again. */
function useProjection(): { nodes: FlowNode[]; edges: FlowEdge[] } {
  const document = useDocument(documentOf);
  const catalog = useSession((state) => state.catalog);
  const selectedNodes = useSession((state) => state.selectedNodes);
  const selectedEdges = useSession((state) => state.selectedEdges);
  const dragged = useSession((state) => state.dragged);
  const settling = useSession((state) => state.settling);
  const expanded = useSession((state) => state.expanded);
  const measured = useSession((state) => state.measured);
  // States in one string: the canvas is drawn again when a state changes, not with every event.
  const states = useRuns((state) =>
    [...(shownSnapshot(state)?.steps ?? [])]
      .map(([id, step]) => {
        const share = step.state === 'running' ? stepFraction(step) : undefined;
        // By tens: a name that is read aloud does not change with every image.
        const percent = share === undefined ? '' : `, ${Math.floor(share * 10) * 10} percent`;
        return `${id}\t${describeState(nodeState(step))}${percent}`;
      })
      .join('\n'),
  );
  const stateWords = useMemo(() => {
    const map = new Map(states.split('\n').map((line) => line.split('\t') as [string, string]));
    return (id: string): string => map.get(id) ?? '';
  }, [states]);
  const [projectNodes] = useState(createNodesProjection);
  const [projectEdges] = useState(createEdgesProjection);
  const nodes = useMemo(
    () =>
      projectNodes({
        document,
        catalog,
        selected: selectedNodes,
        dragged,
        settling,
        expanded,
        measured,
        stateWords,
      }),
    [projectNodes, document, catalog, selectedNodes, dragged, settling, expanded, measured, stateWords],
  );
  const edges = useMemo(
    () => projectEdges({ document, catalog, selected: selectedEdges }),
    [projectEdges, document, catalog, selectedEdges],
  );
  return { nodes, edges };
}
