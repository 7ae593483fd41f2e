import { getViewportForBounds, type ReactFlowInstance } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';

import { boxesOf } from '../app/commands/item-boxes-of.ts';
import { useEditor, type CanvasHandle, type Editor } from '../app/editor.ts';
import { boxAround, boxesMeet, type Box } from '../workflow/item-boxes.ts';
import type { FlowEdge, FlowNode } from './flow-items.ts';
import type { Pointer } from './pointer.ts';

export const zoomLimits = { min: 0.05, max: 2 } as const;
const motionMs = 140;
/** Room around what is brought into view, CSS pixels. */
const margin = 24;

const motion = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : motionMs);
/** Around everything; the bar with zoom and tools covers the lower edge. */
const padding = { x: '40px', top: '40px', bottom: '72px' } as const;

interface Surroundings {
  readonly frame: RefObject<HTMLElement | null>;
  readonly pointer: Pointer;
}

/** Offers the canvas to commands while it is mounted. */
export function useCanvasHandle(
  flow: ReactFlowInstance<FlowNode, FlowEdge> | undefined,
  { frame, pointer }: Surroundings,
): void {
  const editor = useEditor();
  useEffect(() => {
    if (flow === undefined) return;
    const handle = makeHandle(editor, flow, { frame, pointer });
    editor.attachCanvas(handle);
    handle.show();
    const stopWatching = keepSelectionInView(editor, handle, frame.current);
    return () => {
      stopWatching();
      if (editor.canvas === handle) editor.attachCanvas(undefined);
    };
  }, [editor, flow, frame, pointer]);
}

/** When a panel opens and takes room from the canvas, what is selected and was in view stays in view. */
function keepSelectionInView(editor: Editor, handle: CanvasHandle, frame: HTMLElement | null): () => void {
  if (frame === null) return () => {};
  let before = handle.visible();
  // In the next frame: moving the view while sizes are told would make them be told again.
  const observer = new ResizeObserver(() => requestAnimationFrame(follow));
  const follow = (): void => {
    const now = handle.visible();
    const selected = [...editor.session.getState().selectedNodes];
    const bounds = selected.length === 0 ? undefined : boundsOf(editor, selected);
    const shrunk = now.width < before.width || now.height < before.height;
    if (shrunk && bounds !== undefined && boxesMeet(bounds, { ...now, ...extentOf(before) }))
      handle.reveal(selected);
    before = now;
  };
  observer.observe(frame);
  return () => observer.disconnect();
}

const extentOf = ({ width, height }: Box) => ({ width, height });

function makeHandle(
  editor: Editor,
  flow: ReactFlowInstance<FlowNode, FlowEdge>,
  { frame, pointer }: Surroundings,
): CanvasHandle {
  const box = () => frame.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 800, 600);
  return {
    show: (ids) => {
      const bounds = boundsOf(editor, ids);
      const { width, height } = box();
      if (width === 0 || height === 0) return;
      if (bounds === undefined) {
        if (ids === undefined) void flow.setViewport({ x: 0, y: 0, zoom: 1 });
        return;
      }
      // Larger than life helps nobody: a small workflow stays at 100 %.
      void flow.setViewport(getViewportForBounds(bounds, width, height, zoomLimits.min, 1, padding), {
        duration: ids === undefined ? 0 : motion(),
      });
    },
    zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: motion() }),
    zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: motion() }),
    toCanvas: (point) => flow.screenToFlowPosition(point),
    center: () => {
      const { left, top, width, height } = box();
      return flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 });
    },
    viewport: () => flow.getViewport(),
    setViewport: (viewport) => void flow.setViewport(viewport),
    reveal: (ids) => reveal(editor, flow, { ids, box: box() }),
    focusNode: (id) => {
      const node = (): HTMLElement | null | undefined =>
        frame.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
      const present = node();
      if (present) present.focus({ preventScroll: true });
      // Only what is visible is on the page: it is drawn once the view is there.
      else {
        reveal(editor, flow, { ids: [id], box: box(), atOnce: true });
        requestAnimationFrame(() => requestAnimationFrame(() => node()?.focus({ preventScroll: true })));
      }
    },
    pointer: () => (pointer.at === undefined ? undefined : flow.screenToFlowPosition(pointer.at)),
    widthPx: () => box().width,
    visible: () => {
      const { left, top, width, height } = box();
      const { x, y } = flow.screenToFlowPosition({ x: left, y: top });
      return { x, y, width: width / flow.getZoom(), height: height / flow.getZoom() };
    },
  };
}

/** Moves the view no further than it takes to see the items whole. */
function reveal(
  editor: Editor,
  flow: ReactFlowInstance<FlowNode, FlowEdge>,
  { ids, box, atOnce = false }: { ids: readonly string[]; box: DOMRect; atOnce?: boolean },
): void {
  const bounds = ids.length === 0 ? undefined : boundsOf(editor, ids);
  if (bounds === undefined) return;
  const { x, y, zoom } = flow.getViewport();
  const left = bounds.x * zoom + x;
  const top = bounds.y * zoom + y;
  const dx = shift(left, bounds.width * zoom, margin, box.width - margin);
  // The bar with zoom and tools covers the lower edge.
  const dy = shift(top, bounds.height * zoom, margin, box.height - margin - 48);
  if (dx === 0 && dy === 0) return;
  void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: atOnce ? 0 : motion() });
}

/** The box around the named items, or around everything; undefined when there is nothing. */
function boundsOf(editor: Editor, ids: readonly string[] | undefined): Box | undefined {
  const wanted = ids === undefined || ids.length === 0 ? undefined : new Set(ids);
  return boxAround(
    [...boxesOf(editor)].flatMap(([id, box]) => (wanted === undefined || wanted.has(id) ? [box] : [])),
  );
}

/** How far a span has to move to lie within another; one that is too long starts where that starts. */
const shift = (start: number, extent: number, from: number, to: number): number => {
  if (extent > to - from || start < from) return from - start;
  return start + extent > to ? to - (start + extent) : 0;
};
