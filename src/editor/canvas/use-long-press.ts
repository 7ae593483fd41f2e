import { useMemo, type PointerEvent } from 'react';

import type { Position } from '#core/document/schema.ts';

const holdMs = 500;
/** A finger is never quite still. */
const tolerancePx = 10;

type OnHold = (at: Position, target: Element) => void;

/** Calls back where a finger was held still: touch screens have no right button. */
export const useLongPress = (onHold: OnHold) => useMemo(() => createLongPress(onHold), [onHold]);

function createLongPress(onHold: OnHold) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let start: Position = { x: 0, y: 0 };
  const stop = (): void => clearTimeout(timer);
  return {
    onPointerDown: (event: PointerEvent): void => {
      stop();
      if (event.pointerType !== 'touch' || !(event.target instanceof Element)) return;
      const { target } = event;
      start = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        swallowRelease();
        onHold(start, target);
      }, holdMs);
    },
    onPointerMove: (event: PointerEvent): void => {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > tolerancePx) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  };
}

/** The finger that opened a menu will be lifted: the click that the browser makes of that must not close it. */
function swallowRelease(): void {
  const swallow = (event: Event): void => event.preventDefault();
  document.addEventListener('touchend', swallow, { once: true, capture: true, passive: false });
}
