import type { Box } from './item-boxes.ts';

/** How far a dragged box has to be moved to be level with another one, and where the line is drawn. */
export interface Leveling {
  readonly dx: number;
  readonly dy: number;
  readonly x: number | null;
  readonly y: number | null;
}

/** Looks for the nearest edge or middle of other boxes that the dragged one is level with, within `reach` px. */
export function levelWith(dragged: Box, others: Iterable<Box>, reach: number): Leveling {
  const columns = linesOf(dragged.x, dragged.width);
  const rows = linesOf(dragged.y, dragged.height);
  let [dx, dy] = [Infinity, Infinity];
  let [x, y]: [number | null, number | null] = [null, null];
  for (const other of others) {
    for (const line of linesOf(other.x, other.width))
      for (const own of columns)
        if (Math.abs(line - own) <= reach && Math.abs(line - own) < Math.abs(dx))
          [dx, x] = [line - own, line];
    for (const line of linesOf(other.y, other.height))
      for (const own of rows)
        if (Math.abs(line - own) <= reach && Math.abs(line - own) < Math.abs(dy))
          [dy, y] = [line - own, line];
  }
  return { dx: x === null ? 0 : dx, dy: y === null ? 0 : dy, x, y };
}

/** Both edges and the middle of an extent. */
const linesOf = (start: number, extent: number): readonly number[] => [
  start,
  start + extent / 2,
  start + extent,
];
