import type { Edge, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';

type NodeDraft = Partial<Omit<NodeInstance, 'id'>> & { type: string };

/** An edge as it is drawn: `prompt.text > generate.prompt`. */
export function edge(drawn: string): Edge {
  const match = /^(.+)\.(\w+) > (.+)\.(\w+)$/.exec(drawn);
  const [, fromNode, output, toNode, input] = match ?? [];
  if (fromNode === undefined || output === undefined || toNode === undefined || input === undefined)
    throw new Error(`"${drawn}" draws no edge.`);
  return { from: { node: fromNode, output }, to: { node: toNode, input } };
}

/** A document of nodes by id and edges as they are drawn. */
export function workflow(
  nodes: Readonly<Record<string, NodeDraft>>,
  edges: readonly string[] = [],
): WorkflowDocument {
  return {
    format: 'batchwork',
    version: 1,
    name: 'Test',
    nodes: Object.entries(nodes).map(([id, draft]) => ({
      position: { x: 0, y: 0 },
      inputs: {},
      ...draft,
      id,
    })),
    edges: edges.map(edge),
    groups: [],
    notes: [],
  };
}
