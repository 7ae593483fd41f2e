import { useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useMemo, useRef, type PointerEvent } from 'react';

import { boxesOf } from '../app/commands/item-boxes-of.ts';
import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { shownSnapshot } from '../state/run-store.ts';
import { useDocument, useRuns, useSession } from '../state/stores.ts';
import { boxAround, type Box } from '../workflow/item-boxes.ts';
import { nodeState, type NodeState } from '../workflow/run-view.ts';

import styles from './canvas.module.css';

const width = 200;
const height = 140;
const padding = 10;

/** Custom property with the colour of a state; nodes without one are grey. */
const stateColors: Partial<Record<NodeState, string>> = {
  running: '--accent',
  complete: '--ok',
  cached: '--ok',
  partial: '--warn',
  failed: '--error',
  attention: '--error',
};

/** The whole workflow, small: nodes in the colour of their state, and the part that is in view, which can be dragged. */
export function Minimap() {
  const editor = useEditor();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { setCenter, getZoom } = useReactFlow();
  const document = useDocument(documentOf);
  const measured = useSession((state) => state.measured);
  const catalog = useSession((state) => state.catalog);
  const dragged = useSession((state) => state.dragged);
  const theme = useSession((state) => state.preferences.theme);
  const states = useRuns((state) =>
    [...(shownSnapshot(state)?.steps ?? [])].map(([id, step]) => `${id}\t${nodeState(step)}`).join('\n'),
  );
  const [x, y, zoom] = useStore((state) => state.transform);
  const viewWidth = useStore((state) => state.width);
  const viewHeight = useStore((state) => state.height);

  const boxes = useMemo(
    () => boxesOf(editor),
    // What they are made of, read from the stores by themselves.
    // oxlint-disable-next-line react/exhaustive-deps
    [editor, document, measured, catalog],
  );
  const view: Box = { x: -x / zoom, y: -y / zoom, width: viewWidth / zoom, height: viewHeight / zoom };
  const around = boxAround([...boxes.values(), view]) ?? view;
  const scale = Math.min((width - 2 * padding) / around.width, (height - 2 * padding) / around.height);
  const left = (width - around.width * scale) / 2 - around.x * scale;
  const top = (height - around.height * scale) / 2 - around.y * scale;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context == null) return;
    const style = getComputedStyle(context.canvas);
    const color = (name: string): string => style.getPropertyValue(name);
    const stateOf = new Map(states.split('\n').map((line) => line.split('\t') as [string, NodeState]));
    const ratio = devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const draw = (box: Box, fill: string): void => {
      context.fillStyle = fill;
      context.fillRect(
        box.x * scale + left,
        box.y * scale + top,
        Math.max(2, box.width * scale),
        Math.max(2, box.height * scale),
      );
    };
    for (const { id } of document.groups) {
      const box = boxes.get(id);
      if (box !== undefined) draw(box, color('--hover'));
    }
    for (const { id } of [...document.notes, ...document.nodes]) {
      const box = boxes.get(id);
      const state = stateColors[stateOf.get(id) ?? 'idle'];
      if (box !== undefined) draw({ ...box, ...dragged.get(id) }, color(state ?? '--border-strong'));
    }
    context.strokeStyle = color('--accent');
    context.lineWidth = 1.5;
    context.strokeRect(view.x * scale + left, view.y * scale + top, view.width * scale, view.height * scale);
  });

  const goTo = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 1) return;
    const { left: frameLeft, top: frameTop } = event.currentTarget.getBoundingClientRect();
    void setCenter((event.clientX - frameLeft - left) / scale, (event.clientY - frameTop - top) / scale, {
      zoom: getZoom(),
    });
  };
  return (
    <canvas
      ref={canvas}
      className={styles['minimap']}
      width={width * devicePixelRatio}
      height={height * devicePixelRatio}
      style={{ width, height }}
      // What is drawn is a picture, of which no file exists.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="img"
      aria-label={`Minimap of ${document.nodes.length} nodes`}
      data-theme-choice={theme}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={goTo}
    />
  );
}
