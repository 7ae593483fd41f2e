import type { Position } from '#core/document/schema.ts';

const width = 300;
const height = 200;
const step = 220;
const tries = 12;
/** Beyond this many boxes a small overlap is better than a long search. */
const mostBoxes = 2000;

export interface Box {
  readonly position: Position;
  readonly size?: { readonly width: number; readonly height: number } | undefined;
}

/** A place near `wanted` where a node covers no other: there, or above or below it. */
export function freePlace(wanted: Position, boxes: readonly Box[]): Position {
  if (boxes.length > mostBoxes) return wanted;
  for (let index = 0; index < tries; index += 1) {
    const rows = Math.ceil(index / 2) * (index % 2 === 0 ? -1 : 1);
    const place = { x: wanted.x, y: wanted.y + rows * step };
    if (!boxes.some((box) => overlaps(place, box))) return place;
  }
  return wanted;
}

const overlaps = (place: Position, { position, size }: Box): boolean =>
  place.x < position.x + Math.max(width, size?.width ?? 0) &&
  position.x < place.x + width &&
  place.y < position.y + Math.max(height, size?.height ?? 0) &&
  position.y < place.y + height;
