import { getViewportForBounds, type ReactFlowInstance } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';

import { useEditor, type CanvasHandle, type Editor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { edgesInto } from '../workflow/document-index.ts';
import { layoutNode } from '../workflow/node-layout.ts';
import { viewNode } from '../workflow/node-view.ts';
import type { FlowEdge, FlowNode } from './flow-items.ts';

export const zoomLimits = { min: 0.05, max: 2 } as const;
const motionMs = 140;
const padding = '40px';

/** Offers the canvas to commands while it is mounted. */
export function useCanvasHandle(
  flow: ReactFlowInstance<FlowNode, FlowEdge> | undefined,
  frame: RefObject<HTMLElement | null>,
): void {
  const editor = useEditor();
  useEffect(() => {
    if (flow === undefined) return;
    const handle = makeHandle(editor, flow, frame);
    editor.attachCanvas(handle);
    handle.show();
    return () => {
      if (editor.canvas === handle) editor.attachCanvas(undefined);
    };
  }, [editor, flow, frame]);
}

function makeHandle(
  editor: Editor,
  flow: ReactFlowInstance<FlowNode, FlowEdge>,
  frame: RefObject<HTMLElement | null>,
): CanvasHandle {
  const box = () => frame.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 800, 600);
  return {
    show: (ids) => {
      const bounds = boundsOf(editor, ids);
      const { width, height } = box();
      if (bounds === undefined || width === 0 || height === 0) return;
      // Larger than life helps nobody: a small workflow stays at 100 %.
      void flow.setViewport(getViewportForBounds(bounds, width, height, zoomLimits.min, 1, padding), {
        duration: ids === undefined ? 0 : motionMs,
      });
    },
    zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: motionMs }),
    zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: motionMs }),
    toCanvas: (point) => flow.screenToFlowPosition(point),
    center: () => {
      const { left, top, width, height } = box();
      return flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
    },
    viewport: () => flow.getViewport(),
    setViewport: (viewport) => void flow.setViewport(viewport),
    focusNode: (id) =>
      frame.current
        ?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
        ?.focus({ preventScroll: true }),
  };
}

/** The box around the named items, or around everything; undefined when there is nothing. */
function boundsOf(editor: Editor, ids: readonly string[] | undefined) {
  const document = documentOf(editor.document.getState());
  const { catalog, expanded } = editor.session.getState();
  const wanted = ids === undefined || ids.length === 0 ? undefined : new Set(ids);
  const boxes = [
    ...document.nodes.map((node) => {
      const wired = new Set(edgesInto(document, node.id).keys());
      const view = viewNode(document, catalog, node);
      const layout = layoutNode(view, { wired, expanded: expanded.has(node.id) });
      return { id: node.id, ...node.position, width: layout.width, height: layout.height };
    }),
    ...[...document.notes, ...document.groups].map(({ id, position, size }) => ({
      id,
      ...position,
      width: size?.width ?? 240,
      height: size?.height ?? 120,
    })),
  ].filter(({ id }) => wanted === undefined || wanted.has(id));
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}
