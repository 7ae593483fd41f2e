import type { Edge, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';

export type Shape = 'chain' | 'fan' | 'layered';
export const shapes: readonly Shape[] = ['chain', 'fan', 'layered'];

const id = (index: number): string => `n${index}`;
const link = (from: number, to: number, input: string): Edge => ({
  from: { node: id(from), output: 'value' },
  to: { node: id(to), input },
});

/** How a graph of `size` nodes is wired: in a row, from one to all to one, or in layers of about equal width and depth. */
function wire(shape: Shape, size: number): Edge[] {
  const edges: Edge[] = [];
  if (shape === 'chain') for (let at = 1; at < size; at += 1) edges.push(link(at - 1, at, 'a'));
  if (shape === 'fan') for (let at = 1; at < size; at += 1) edges.push(link(0, at, 'a'));
  if (shape === 'layered') {
    const width = Math.max(1, Math.round(Math.sqrt(size)));
    for (let at = width; at < size; at += 1) {
      const above = at - width;
      edges.push(link(above, at, 'a'));
      const beside = above - (above % width) + ((above + 1) % width);
      if (beside !== above) edges.push(link(beside, at, 'b'));
    }
  }
  return edges;
}

/** A graph of nodes that add two numbers, which is next to nothing; its first literal is `seed`. */
export function graph(shape: Shape, size: number, seed = 0): WorkflowDocument {
  const nodes = Array.from({ length: size }, (_, index): NodeInstance => ({
    id: id(index),
    type: 'Add',
    position: { x: index, y: 0 },
    inputs: index === 0 ? { a: seed } : {},
  }));
  return {
    format: 'batchwork',
    version: 1,
    name: `${shape} of ${size}`,
    nodes,
    edges: wire(shape, size),
    groups: [],
    notes: [],
  };
}
