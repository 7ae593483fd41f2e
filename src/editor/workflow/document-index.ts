import type { Edge, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';

/** Look-ups into a document; made once for each list of nodes or edges, since documents never change. */
const nodeMaps = new WeakMap<readonly NodeInstance[], ReadonlyMap<string, NodeInstance>>();
const incomingMaps = new WeakMap<readonly Edge[], ReadonlyMap<string, ReadonlyMap<string, Edge>>>();
const outgoingMaps = new WeakMap<readonly Edge[], ReadonlyMap<string, readonly Edge[]>>();

const noEdges: ReadonlyMap<string, Edge> = new Map();

/** The node instance with this id; the first one, should ids repeat. */
export function findNode(document: WorkflowDocument, id: string): NodeInstance | undefined {
  let map = nodeMaps.get(document.nodes);
  if (map === undefined) {
    map = new Map(document.nodes.toReversed().map((node) => [node.id, node]));
    nodeMaps.set(document.nodes, map);
  }
  return map.get(id);
}

/** Edges into a node, by input name. */
export function edgesInto(document: WorkflowDocument, id: string): ReadonlyMap<string, Edge> {
  let map = incomingMaps.get(document.edges);
  if (map === undefined) {
    const byNode = new Map<string, Map<string, Edge>>();
    for (const edge of document.edges) {
      const inputs = byNode.get(edge.to.node) ?? new Map<string, Edge>();
      byNode.set(edge.to.node, inputs.set(edge.to.input, edge));
    }
    map = byNode;
    incomingMaps.set(document.edges, map);
  }
  return map.get(id) ?? noEdges;
}

/** Edges out of a node. */
export function edgesOutOf(document: WorkflowDocument, id: string): readonly Edge[] {
  let map = outgoingMaps.get(document.edges);
  if (map === undefined) {
    map = Map.groupBy(document.edges, (edge) => edge.from.node);
    outgoingMaps.set(document.edges, map);
  }
  return map.get(id) ?? [];
}

/** Every node that can be reached from `start` along the edges (`down`) or against them (`up`), without `start`. */
export function reachable(
  document: WorkflowDocument,
  start: string,
  direction: 'up' | 'down',
): ReadonlySet<string> {
  const seen = new Set<string>();
  const stack = [start];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const next =
      direction === 'down'
        ? edgesOutOf(document, id).map(({ to }) => to.node)
        : [...edgesInto(document, id).values()].map(({ from }) => from.node);
    for (const node of next)
      if (!seen.has(node)) {
        seen.add(node);
        stack.push(node);
      }
  }
  return seen;
}

/** A key for an edge, unique in a document whose inputs hold one edge each. */
export const edgeKey = ({ from, to }: Edge): string =>
  JSON.stringify([from.node, from.output, to.node, to.input]);
