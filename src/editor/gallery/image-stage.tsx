import { useEffect, useImperativeHandle, useRef, useState, type PointerEvent, type Ref } from 'react';

import { routes } from '#core/api/routes.ts';

import type { LightboxImage } from '../state/session-store.ts';

import styles from './lightbox.module.css';

/** What the lightbox's keys and buttons may ask of the image in sight. */
export interface StageHandle {
  zoomBy(factor: number): void;
  /** One image pixel on one pixel of the screen. */
  oneToOne(): void;
  fit(): void;
}

interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const fitted: View = { scale: 1, x: 0, y: 0 };
const largest = 16;

/** One image: fitted at first, zoomed by the wheel at the pointer, dragged when it is larger than the stage. */
export function ImageStage({
  image,
  onStep,
  ref,
}: {
  readonly image: LightboxImage;
  readonly onStep: (by: -1 | 1) => void;
  readonly ref: Ref<StageHandle>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLImageElement>(null);
  const [view, setView] = useState(fitted);
  const drag = useRef<{ readonly x: number; readonly y: number } | null>(null);

  /** Zooms so that the point (from the stage's middle) stays where it is. */
  const zoomTo = (scale: number, point = { x: 0, y: 0 }): void =>
    setView((before) => {
      const next = Math.max(1, Math.min(largest, scale));
      if (next === 1) return fitted;
      const share = next / before.scale;
      return {
        scale: next,
        x: point.x - (point.x - before.x) * share,
        y: point.y - (point.y - before.y) * share,
      };
    });
  const oneToOne = (): void => {
    const shown = picture.current?.offsetWidth ?? 0;
    if (shown > 0) zoomTo(image.asset.width / shown / devicePixelRatio);
  };
  useImperativeHandle(ref, () => ({
    zoomBy: (factor) => zoomTo(view.scale * factor),
    oneToOne,
    fit: () => setView(fitted),
  }));

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    // React listens to wheels passively, and the page would zoom along.
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      const point = { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
      setView((before) => {
        const scale = Math.max(1, Math.min(largest, before.scale * Math.exp(-event.deltaY * 0.002)));
        if (scale === 1) return fitted;
        const share = scale / before.scale;
        return {
          scale,
          x: point.x - (point.x - before.x) * share,
          y: point.y - (point.y - before.y) * share,
        };
      });
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, []);

  const start = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, y: event.clientY };
  };
  const pull = (event: PointerEvent): void => {
    const from = drag.current;
    if (from === null || view.scale === 1) return;
    drag.current = { x: event.clientX, y: event.clientY };
    setView((before) => ({
      ...before,
      x: before.x + event.clientX - from.x,
      y: before.y + event.clientY - from.y,
    }));
  };
  const end = (event: PointerEvent): void => {
    const from = drag.current;
    drag.current = null;
    // A fitted image is turned over by a swipe.
    if (from === null || view.scale > 1 || event.pointerType !== 'touch') return;
    const moved = event.clientX - from.x;
    if (Math.abs(moved) > 60) onStep(moved > 0 ? -1 : 1);
  };
  return (
    <div
      ref={box}
      className={styles['stage']}
      data-zoomed={view.scale > 1}
      onPointerDown={start}
      onPointerMove={pull}
      onPointerUp={end}
      onPointerCancel={() => (drag.current = null)}
      onDoubleClick={() => (view.scale > 1 ? setView(fitted) : oneToOne())}
    >
      <img
        ref={picture}
        src={routes.asset(image.asset.hash)}
        width={image.asset.width}
        height={image.asset.height}
        alt={image.caption}
        draggable={false}
        decoding="async"
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
      />
      {view.scale > 1 && <output className={styles['zoom']}>{view.scale.toFixed(1)} ×</output>}
    </div>
  );
}
