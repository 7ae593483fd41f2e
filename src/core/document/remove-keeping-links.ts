import type { DescriptorCatalog } from '../node/catalog.ts';
import { passThroughInput } from '../node/pass-through.ts';
import { accepts } from '../node/port-type.ts';
import { removeItems, type Edit } from './edits.ts';
import type { Edge, WorkflowDocument } from './schema.ts';

/**
 * Removes nodes, groups and notes by id, and closes the gaps: what a removed node was fed goes on to what it fed,
 * through any number of removed nodes, where the types allow.
 */
export const removeKeepingLinks =
  (ids: ReadonlySet<string>, catalog: DescriptorCatalog): Edit =>
  (document) => {
    const bridges = bridgesOver(document, ids, catalog);
    const removed = removeItems(ids)(document);
    return bridges.length === 0 ? removed : { ...removed, edges: [...removed.edges, ...bridges] };
  };

function bridgesOver(
  document: WorkflowDocument,
  ids: ReadonlySet<string>,
  catalog: DescriptorCatalog,
): readonly Edge[] {
  const types = new Map(document.nodes.map(({ id, type }) => [id, catalog.get(type)]));
  const incoming = new Map<string, Map<string, Edge>>();
  for (const edge of document.edges)
    if (ids.has(edge.to.node))
      incoming.set(
        edge.to.node,
        (incoming.get(edge.to.node) ?? new Map<string, Edge>()).set(edge.to.input, edge),
      );
  const sourceOf = (start: Edge['from']): Edge['from'] | undefined => {
    const seen = new Set<string>();
    let current = start;
    while (ids.has(current.node)) {
      const descriptor = types.get(current.node);
      const inputs = incoming.get(current.node);
      if (descriptor === undefined || inputs === undefined || seen.has(current.node)) return undefined;
      seen.add(current.node);
      const input = passThroughInput(descriptor, current.output, (name) => inputs.has(name));
      const edge = input === undefined ? undefined : inputs.get(input);
      if (edge === undefined) return undefined;
      current = edge.from;
    }
    return current;
  };
  return document.edges.flatMap((edge): Edge[] => {
    if (!ids.has(edge.from.node) || ids.has(edge.to.node)) return [];
    const from = sourceOf(edge.from);
    const output = types.get(from?.node ?? '')?.outputs.find(({ name }) => name === from?.output);
    const input = types.get(edge.to.node)?.inputs.find(({ name }) => name === edge.to.input);
    if (from === undefined || output === undefined || input === undefined) return [];
    return accepts(input.portType, output.portType) ? [{ ...edge, from }] : [];
  });
}
