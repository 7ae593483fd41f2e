import { Graph, layout } from '@dagrejs/dagre';

import type { Position, WorkflowDocument } from '#core/document/schema.ts';

import { edgesInto, edgesOutOf } from './document-index.ts';
import { frameAround } from './group-frame.ts';
import { groupMembers } from './group-members.ts';
import { boxAround, itemBoxes, type Box, type BoxSource } from './item-boxes.ts';
import { layoutNode } from './node-layout.ts';
import { viewNode } from './node-view.ts';

/** Room between columns, and between nodes of one column. */
const columnGap = 88;
const rowGap = 32;

/** Where everything belongs: positions of nodes and notes, and the frames of groups around them. */
export interface TidyLayout {
  readonly positions: ReadonlyMap<string, Position>;
  readonly frames: ReadonlyMap<string, Box>;
}

/**
 * Lays nodes out from left to right along their wires, without overlaps and with few crossings. What belongs to a group
 * stays together. A note moves with the node that it is nearest to. Items that are pinned, or not among `ids`, stay.
 */
export function tidyLayout(source: BoxSource, ids: ReadonlySet<string>): TidyLayout {
  const { document } = source;
  const boxes = itemBoxes(source);
  const nodes = document.nodes.filter(({ id, pinned }) => ids.has(id) && pinned !== true);
  const before = new Map(nodes.flatMap(({ id }) => entryOf(boxes, id)));
  const origin = boxAround(before.values());
  if (origin === undefined) return { positions: new Map(), frames: new Map() };

  const graph = new Graph({ compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: rowGap, ranksep: columnGap, edgesep: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [id, { width, height }] of before) graph.setNode(id, { width, height });
  for (const [index, { from, to }] of document.edges.entries())
    if (before.has(from.node) && before.has(to.node))
      graph.setEdge(from.node, to.node, { weight: 1 }, String(index));
  const members = membersOfGroups(document, before);
  for (const [group, inside] of members) {
    graph.setNode(group, {});
    for (const id of inside) graph.setParent(id, group);
  }
  layout(graph, { constraints: portOrder(source, before) });

  const laid = new Map<string, Box>();
  for (const [id, { width, height }] of before) {
    const { x = 0, y = 0 } = graph.node(id);
    laid.set(id, { x: x - width / 2, y: y - height / 2, width, height });
  }
  const drawn = boxAround(laid.values()) ?? origin;
  const positions = new Map<string, Position>();
  for (const [id, { x, y }] of laid)
    positions.set(id, {
      x: Math.round(x - drawn.x + origin.x),
      y: Math.round(y - drawn.y + origin.y),
    });
  for (const { id, pinned } of document.notes) {
    const moved =
      ids.has(id) && pinned !== true ? followNearest(id, boxes, { before, positions }) : undefined;
    if (moved !== undefined) positions.set(id, moved);
  }
  return { positions, frames: framesAround(members, boxes, positions) };
}

/**
 * What feeds one node alone stands in the order of that node's ports, so that wires do not cross in front of it. What
 * feeds several is left to the layout, which knows better.
 */
function portOrder(
  { document, catalog, expanded }: BoxSource,
  nodes: ReadonlyMap<string, Box>,
): { left: string; right: string }[] {
  const isLoose = (id: string): boolean =>
    nodes.has(id) &&
    edgesInto(document, id).size === 0 &&
    new Set(edgesOutOf(document, id).map(({ to }) => to.node)).size === 1;
  return document.nodes.flatMap((node) => {
    const edges = edgesInto(document, node.id);
    if (!nodes.has(node.id) || edges.size < 2) return [];
    const { ports } = layoutNode(viewNode(document, catalog, node), {
      wired: new Set(edges.keys()),
      expanded: expanded.has(node.id),
    });
    const placeOf = (input: string): number =>
      ports.findIndex(({ name, side }) => side === 'input' && name === input);
    const sources = [...edges]
      .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
      .map(([, edge]) => edge.from.node)
      .filter((source, index, all) => isLoose(source) && all.indexOf(source) === index);
    return sources.slice(1).map((right, index) => ({ left: sources[index] ?? right, right }));
  });
}

const entryOf = (boxes: ReadonlyMap<string, Box>, id: string): [string, Box][] => {
  const box = boxes.get(id);
  return box === undefined ? [] : [[id, box]];
};

/** Which of the nodes lie in which group; a node that lies in two belongs to the first. */
function membersOfGroups(
  document: WorkflowDocument,
  nodes: ReadonlyMap<string, Box>,
): ReadonlyMap<string, readonly string[]> {
  const taken = new Set<string>();
  const members = new Map<string, readonly string[]>();
  for (const { id, pinned } of document.groups) {
    const inside = groupMembers(document, id).filter((member) => nodes.has(member) && !taken.has(member));
    for (const member of inside) taken.add(member);
    if (inside.length > 0 && pinned !== true) members.set(id, inside);
  }
  return members;
}

function followNearest(
  note: string,
  boxes: ReadonlyMap<string, Box>,
  nodes: { before: ReadonlyMap<string, Box>; positions: ReadonlyMap<string, Position> },
): Position | undefined {
  const box = boxes.get(note);
  if (box === undefined) return undefined;
  let nearest: { id: string; box: Box; distance: number } | undefined;
  for (const [id, other] of nodes.before) {
    const distance = Math.hypot(gapBetween(box, other, 'x', 'width'), gapBetween(box, other, 'y', 'height'));
    if (nearest === undefined || distance < nearest.distance) nearest = { id, box: other, distance };
  }
  const to = nodes.positions.get(nearest?.id ?? '');
  return nearest === undefined || to === undefined
    ? undefined
    : { x: box.x + to.x - nearest.box.x, y: box.y + to.y - nearest.box.y };
}

const gapBetween = (a: Box, b: Box, start: 'x' | 'y', extent: 'width' | 'height'): number =>
  Math.max(0, b[start] - (a[start] + a[extent]), a[start] - (b[start] + b[extent]));

function framesAround(
  members: ReadonlyMap<string, readonly string[]>,
  boxes: ReadonlyMap<string, Box>,
  positions: ReadonlyMap<string, Position>,
): ReadonlyMap<string, Box> {
  return new Map(
    [...members].flatMap(([group, inside]) => {
      const around = frameAround(
        inside.flatMap((id) => {
          const [box, at] = [boxes.get(id), positions.get(id)];
          return box === undefined || at === undefined ? [] : [{ ...box, ...at }];
        }),
      );
      return around === undefined ? [] : [[group, around] as const];
    }),
  );
}
