import type { Edge, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { edgeKey, findNode } from '../workflow/document-index.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';
import { findPort } from '../workflow/port-fit.ts';
import { handleId, type FlowEdge } from './flow-items.ts';

/** What the projection of edges depends on. */
export interface EdgesSource {
  readonly document: WorkflowDocument;
  readonly catalog: DescriptorCatalog;
  readonly selected: ReadonlySet<string>;
}

/** Makes a projection of edges to React Flow's; edges that did not change are the same objects again. Edges without both ends are left out. */
export function createEdgesProjection(): (source: EdgesSource) => FlowEdge[] {
  let entries = new Map<Edge, { selected: boolean; type: string; label: string; edge: FlowEdge }>();
  return ({ document, catalog, selected }) => {
    const next: typeof entries = new Map();
    const nameOf = (id: string): string => {
      const node = findNode(document, id);
      return node === undefined ? id : titleOf(viewNode(document, catalog, node));
    };
    for (const edge of document.edges) {
      const from = findPort(document, catalog, {
        node: edge.from.node,
        side: 'output',
        name: edge.from.output,
      });
      const to = findPort(document, catalog, { node: edge.to.node, side: 'input', name: edge.to.input });
      if (from === undefined || to === undefined) continue;
      const id = edgeKey(edge);
      const isSelected = selected.has(id);
      const known = catalog.has(findNode(document, edge.from.node)?.type ?? '');
      const type = known ? `${from.port.portType}:${from.port.cardinality}` : 'any';
      const label = `Wire from ${nameOf(edge.from.node)} to ${nameOf(edge.to.node)}, ${to.port.label}`;
      const before = entries.get(edge);
      next.set(
        edge,
        before !== undefined &&
          before.selected === isSelected &&
          before.type === type &&
          before.label === label
          ? before
          : {
              selected: isSelected,
              type,
              label,
              edge: {
                id,
                ariaLabel: label,
                type: 'wire',
                source: edge.from.node,
                sourceHandle: handleId('output', edge.from.output),
                target: edge.to.node,
                targetHandle: handleId('input', edge.to.input),
                selected: isSelected,
                data: {
                  portType: known ? from.port.portType : 'any',
                  many: from.port.cardinality === 'many',
                },
              },
            },
      );
    }
    entries = next;
    return [...next.values()].map(({ edge }) => edge);
  };
}
