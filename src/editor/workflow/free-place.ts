import { boxesMeet, type Box } from './item-boxes.ts';
import { snap } from './new-node.ts';

/** Room that is left around items which are put down beside others. */
const gap = 24;
/** Places that are tried, nearest first, before an item is put over another one. */
const tries = 200;

/**
 * The nearest free place for a box: where it is wished if nothing lies there, else below, then to the right, further
 * and further out. Answers with the upper left corner, on the grid.
 */
export function freePlace(wished: Box, taken: Iterable<Box>): { x: number; y: number } {
  const others = [...taken];
  const meets = (box: Box): Box | undefined => others.find((other) => boxesMeet(box, other, gap - 1));
  let best: { x: number; y: number; distance: number } | undefined;
  // Down each of a few columns: a box that is met is stepped over as a whole, so few steps lead far.
  for (let column = 0; column < 6; column += 1) {
    let box = { ...wished, ...snap({ x: wished.x + column * (wished.width + gap), y: wished.y }) };
    for (let step = 0; step < tries; step += 1) {
      const met = meets(box);
      if (met === undefined) break;
      const y = Math.ceil((met.y + met.height + gap) / 8) * 8;
      box = { x: box.x, y, width: box.width, height: box.height };
    }
    if (meets(box) !== undefined) continue;
    const distance = Math.hypot(box.x - wished.x, box.y - wished.y);
    if (best === undefined || distance < best.distance) best = { x: box.x, y: box.y, distance };
  }
  return best === undefined ? snap(wished) : { x: best.x, y: best.y };
}
