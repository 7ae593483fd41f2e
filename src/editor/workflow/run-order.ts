import type { NodeInstance, WorkflowDocument } from '#core/document/schema.ts';

import { edgesInto, edgesOutOf } from './document-index.ts';

const orders = new WeakMap<WorkflowDocument['edges'], { ids: string; order: readonly string[] }>();

/**
 * Nodes in the order in which a run reaches them: every node after what feeds it, else as they stand in the document.
 * Nodes on a circle come last. Moving and typing keep the answer of before.
 */
export function runOrder(document: WorkflowDocument): readonly string[] {
  const ids = document.nodes.map(({ id }) => id).join('\n');
  const known = orders.get(document.edges);
  if (known?.ids === ids) return known.order;
  const order = sortNodes(document);
  orders.set(document.edges, { ids, order });
  return order;
}

function sortNodes(document: WorkflowDocument): readonly string[] {
  const present = new Set(document.nodes.map(({ id }) => id));
  const waiting = new Map<string, number>();
  for (const id of present) {
    const sources = [...edgesInto(document, id).values()].map(({ from }) => from.node);
    waiting.set(id, sources.filter((source) => present.has(source)).length);
  }
  const order: string[] = [];
  const done = new Set<string>();
  // Depth first: what follows from a node stands right behind it, which is how people read a graph.
  const ready = document.nodes.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id);
  const stack = ready.toReversed();
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (done.has(id)) continue;
    done.add(id);
    order.push(id);
    const next: string[] = [];
    for (const { to } of edgesOutOf(document, id)) {
      if (!waiting.has(to.node)) continue;
      const left = (waiting.get(to.node) ?? 0) - 1;
      waiting.set(to.node, left);
      if (left === 0) next.push(to.node);
    }
    stack.push(...next.toReversed());
  }
  return [...order, ...document.nodes.flatMap(({ id }: NodeInstance) => (done.has(id) ? [] : [id]))];
}
