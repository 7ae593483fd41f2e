import { boxAround, type Box } from './item-boxes.ts';

/** A frame keeps this distance from what lies in it, and room for its title above. */
const padding = 24;
const titleHeight = 28;

/** The frame of a group around these boxes, with room for its title; undefined for none. */
export function frameAround(boxes: Iterable<Box>): Box | undefined {
  const box = boxAround(boxes);
  if (box === undefined) return undefined;
  return {
    x: box.x - padding,
    y: box.y - padding - titleHeight,
    width: box.width + 2 * padding,
    height: box.height + 2 * padding + titleHeight,
  };
}
