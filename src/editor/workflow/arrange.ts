import type { Position } from '#core/document/schema.ts';

import type { Box } from './item-boxes.ts';

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';
export type Axis = 'horizontal' | 'vertical';

type Boxes = ReadonlyMap<string, Box>;

/** Positions that bring boxes level with the outermost edge, or the common middle, of all of them. */
export function align(boxes: Boxes, to: Alignment): ReadonlyMap<string, Position> {
  const all = [...boxes.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const right = Math.max(...all.map(({ x, width }) => x + width));
  const bottom = Math.max(...all.map(({ y, height }) => y + height));
  const place = ({ x, y, width, height }: Box): Position => {
    switch (to) {
      case 'left':
        return { x: left, y };
      case 'center':
        return { x: Math.round((left + right - width) / 2), y };
      case 'right':
        return { x: right - width, y };
      case 'top':
        return { x, y: top };
      case 'middle':
        return { x, y: Math.round((top + bottom - height) / 2) };
      case 'bottom':
        return { x, y: bottom - height };
    }
  };
  return new Map([...boxes].map(([id, box]) => [id, place(box)]));
}

/** Positions with the same gap between all boxes; the first and the last one stay. Fewer than three are let be. */
export function distribute(boxes: Boxes, along: Axis): ReadonlyMap<string, Position> {
  const start = along === 'horizontal' ? 'x' : 'y';
  const extent = along === 'horizontal' ? 'width' : 'height';
  const sorted = [...boxes].toSorted(([, a], [, b]) => a[start] - b[start]);
  const [first, last] = [sorted[0]?.[1], sorted.at(-1)?.[1]];
  if (sorted.length < 3 || first === undefined || last === undefined) return new Map();
  const room = last[start] + last[extent] - first[start];
  const filled = sorted.reduce((sum, [, box]) => sum + box[extent], 0);
  const gap = (room - filled) / (sorted.length - 1);
  let at = first[start];
  return new Map(
    sorted.map(([id, box]) => {
      const position = { x: box.x, y: box.y, [start]: Math.round(at) };
      at += box[extent] + gap;
      return [id, position];
    }),
  );
}
