import type { Position, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { edgesInto } from './document-index.ts';
import { layoutNode } from './node-layout.ts';
import { viewNode } from './node-view.ts';

/** A box on the canvas, in canvas pixels. */
export interface Box extends Position {
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the size of an item depends on besides the document. */
export interface BoxSource {
  readonly document: WorkflowDocument;
  readonly catalog: DescriptorCatalog;
  readonly expanded: ReadonlySet<string>;
  /** Sizes as the browser drew them, previews included; items that were never drawn are laid out. */
  readonly measured: ReadonlyMap<string, Size>;
}

/** Size of a note whose file names none. */
export const noteSize: Size = { width: 240, height: 120 };

/** The box of every item in the document, by id. */
export function itemBoxes(source: BoxSource): ReadonlyMap<string, Box> {
  const { document, catalog, expanded, measured } = source;
  const boxes = new Map<string, Box>();
  for (const node of document.nodes) {
    const wired = new Set(edgesInto(document, node.id).keys());
    const size =
      measured.get(node.id) ??
      layoutNode(viewNode(document, catalog, node), { wired, expanded: expanded.has(node.id) });
    boxes.set(node.id, { ...pointOf(node.position), width: size.width, height: size.height });
  }
  for (const { id, position, size } of [...document.notes, ...document.groups]) {
    const { width, height } = size ?? noteSize;
    boxes.set(id, { ...pointOf(position), width, height });
  }
  return boxes;
}

/** Positions may carry keys of another program. */
const pointOf = ({ x, y }: Position): Position => ({ x, y });

/** The smallest box around all of them; undefined for none. */
export function boxAround(boxes: Iterable<Box>): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left > right ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether two boxes lie over one another, or nearer than `gap`. */
export const boxesMeet = (a: Box, b: Box, gap = 0): boolean =>
  a.x < b.x + b.width + gap &&
  b.x < a.x + a.width + gap &&
  a.y < b.y + b.height + gap &&
  b.y < a.y + a.height + gap;
