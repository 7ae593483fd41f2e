import type { Diagnostic } from '#core/run/diagnostic.ts';

import type { Graph } from './graph.ts';

/** Nodes in an order in which every edge goes forward, and the nodes that no such order holds. */
export interface Order {
  /** By depth, then id: the same whatever the order of nodes and edges in the file. */
  readonly sorted: readonly string[];
  readonly cyclic: ReadonlySet<string>;
}

/** Kahn's algorithm, one depth after the other; iterative, linear but for sorting the ids of each depth. */
export function orderNodes(graph: Graph): Order {
  const waitsFor = new Map<string, number>();
  const consumers = new Map<string, string[]>();
  let ready: string[] = [];
  for (const id of graph.nodes.keys()) {
    const sources = graph.sources.get(id);
    if (sources === undefined || sources.size === 0) {
      ready.push(id);
      continue;
    }
    waitsFor.set(id, sources.size);
    for (const { node } of sources.values()) {
      const list = consumers.get(node);
      if (list === undefined) consumers.set(node, [id]);
      else list.push(id);
    }
  }
  const sorted: string[] = [];
  while (ready.length > 0) {
    const next: string[] = [];
    for (const id of ready.length === 1 ? ready : ready.toSorted(byCodeUnits)) {
      sorted.push(id);
      for (const consumer of consumers.get(id) ?? []) {
        const left = (waitsFor.get(consumer) ?? 0) - 1;
        if (left > 0) waitsFor.set(consumer, left);
        else {
          waitsFor.delete(consumer);
          next.push(consumer);
        }
      }
    }
    ready = next;
  }
  return { sorted, cyclic: new Set(waitsFor.keys()) };
}

/** The same on every machine, whatever its language. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

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
