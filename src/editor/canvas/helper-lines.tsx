import { ViewportPortal } from '@xyflow/react';

import { useSession } from '../state/stores.ts';

import styles from './canvas.module.css';

/** Longer than any view, in canvas pixels. */
const extent = 20_000;

/** Lines through what a dragged item is level with. */
export function HelperLines() {
  const { x, y } = useSession((state) => state.guides);
  if (x === null && y === null) return null;
  return (
    <ViewportPortal>
      {x !== null && (
        <div className={styles['guide']} style={{ left: x, top: -extent, width: 0, height: 2 * extent }} />
      )}
      {y !== null && (
        <div className={styles['guide']} style={{ left: -extent, top: y, width: 2 * extent, height: 0 }} />
      )}
    </ViewportPortal>
  );
}
