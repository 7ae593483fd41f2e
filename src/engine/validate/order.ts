import type { Diagnostic } from '#core/run/diagnostic.ts';

import type { Graph } from './graph.ts';

/** Nodes in an order in which every edge goes forward, and the nodes that no such order holds. */
export interface Order {
  /** By depth, then id: the same whatever the order of nodes and edges in the file. */
  readonly sorted: readonly string[];
  readonly cyclic: ReadonlySet<string>;
}

/** Kahn's algorithm with depths; iterative, linear but for one sort. */
export function orderNodes(graph: Graph): Order {
  const waitsFor = new Map<string, number>();
  const consumers = new Map<string, string[]>();
  for (const id of graph.nodes.keys()) {
    const sources = graph.sources.get(id);
    waitsFor.set(id, sources?.size ?? 0);
    for (const { node } of sources?.values() ?? []) {
      const list = consumers.get(node);
      if (list === undefined) consumers.set(node, [id]);
      else list.push(id);
    }
  }
  const depth = new Map<string, number>();
  const queue: string[] = [];
  for (const [id, count] of waitsFor)
    if (count === 0) {
      queue.push(id);
      depth.set(id, 0);
    }
  for (let at = 0; at < queue.length; at += 1) {
    const id = queue[at] ?? '';
    const next = (depth.get(id) ?? 0) + 1;
    for (const consumer of consumers.get(id) ?? []) {
      if (next > (depth.get(consumer) ?? 0)) depth.set(consumer, next);
      const left = (waitsFor.get(consumer) ?? 0) - 1;
      waitsFor.set(consumer, left);
      if (left === 0) queue.push(consumer);
    }
  }
  const sorted = queue.toSorted(
    (a, b) => (depth.get(a) ?? 0) - (depth.get(b) ?? 0) || (a < b ? -1 : Number(a > b)),
  );
  const cyclic = new Set([...waitsFor].filter(([, left]) => left > 0).map(([id]) => id));
  return { sorted, cyclic };
}

/** One diagnostic for each cycle found, naming its nodes in the order of the edges. */
export function describeCycles(graph: Graph, { cyclic }: Order): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const done = new Set<string>();
  for (const start of [...cyclic].toSorted()) {
    const path: string[] = [];
    const place = new Map<string, number>();
    let current: string | undefined = start;
    while (current !== undefined && !done.has(current) && !place.has(current)) {
      place.set(current, path.length);
      path.push(current);
      const sources: Iterable<{ node: string }> = graph.sources.get(current)?.values() ?? [];
      current = [...sources].map(({ node }) => node).find((node) => cyclic.has(node));
    }
    const from = current === undefined ? undefined : place.get(current);
    if (from !== undefined) {
      const cycle = path.slice(from).toReversed();
      const names = cycle.length > 8 ? [...cycle.slice(0, 8), `… ${cycle.length - 8} more`] : cycle;
      const [first = start] = cycle;
      diagnostics.push({
        code: 'cycle',
        severity: 'error',
        message: `The nodes ${names.map((id) => `"${id}"`).join(' → ')} feed each other in a circle; remove one of the connections.`,
        node: first,
        ...portFedBy(graph, first, cycle.at(-1) ?? first),
      });
    }
    for (const id of path) done.add(id);
  }
  return diagnostics;
}

function portFedBy(graph: Graph, node: string, source: string): { port?: string } {
  for (const [port, from] of graph.sources.get(node) ?? []) if (from.node === source) return { port };
  return {};
}
