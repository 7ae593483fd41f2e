import type { Edge, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { edgesInto, edgesOutOf, findNode } from './document-index.ts';
import { edgeBetween } from './new-node.ts';
import { titleOf, viewNode } from './node-view.ts';
import { closedNodes, portsFit, type WireEnd } from './port-fit.ts';

/** A port that another one could be wired with, or is. */
export interface PortChoice {
  /** Unique within a list. */
  readonly key: string;
  /** "Grid · Images", and what a wire there would mean. */
  readonly label: string;
  readonly edge: Edge;
  readonly connected: boolean;
}

const nameOf = (document: WorkflowDocument, catalog: DescriptorCatalog, id: string): string => {
  const node = findNode(document, id);
  return node === undefined ? id : titleOf(viewNode(document, catalog, node));
};

/** Every port that this one may be wired with, in document order; those that it is wired with first. */
export function portChoices(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  end: WireEnd,
): readonly PortChoice[] {
  const closed = closedNodes(document, end);
  const choices = document.nodes.flatMap((node): PortChoice[] => {
    const view = viewNode(document, catalog, node);
    const ports = end.side === 'output' ? view.descriptor.inputs : view.descriptor.outputs;
    return ports.flatMap((port): PortChoice[] => {
      const edge = edgeBetween(end, { node: node.id, port: port.name });
      const before = edgesInto(document, edge.to.node).get(edge.to.input);
      const connected = before?.from.node === edge.from.node && before.from.output === edge.from.output;
      const side = end.side === 'output' ? 'input' : 'output';
      if (!connected && (closed.has(node.id) || !view.known || !portsFit(end, { side, port }))) return [];
      const note = connected
        ? ' (connected)'
        : end.side === 'output' && before !== undefined
          ? ` (in place of ${nameOf(document, catalog, before.from.node)})`
          : '';
      return [
        { key: JSON.stringify(edge), label: `${titleOf(view)} · ${port.label}${note}`, edge, connected },
      ];
    });
  });
  return choices.toSorted((a, b) => Number(b.connected) - Number(a.connected));
}

/** A port of a node, with what it is wired with in words. */
export interface NodePort {
  readonly key: string;
  readonly label: string;
  readonly end: WireEnd;
}

/** All ports of a node, inputs first, each with what it is wired with. */
export function portsOfNode(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  id: string,
): readonly NodePort[] {
  const node = findNode(document, id);
  if (node === undefined) return [];
  const { descriptor } = viewNode(document, catalog, node);
  const into = edgesInto(document, id);
  const outOf = edgesOutOf(document, id);
  return [
    ...descriptor.inputs.map((port): NodePort => {
      const source = into.get(port.name)?.from.node;
      const words = source === undefined ? '' : `, from ${nameOf(document, catalog, source)}`;
      return {
        key: `input:${port.name}`,
        label: `${port.label} (input${words})`,
        end: { node: id, side: 'input', port },
      };
    }),
    ...descriptor.outputs.map((port): NodePort => {
      const targets = outOf
        .filter(({ from }) => from.output === port.name)
        .map(({ to }) => nameOf(document, catalog, to.node));
      const words = targets.length === 0 ? '' : `, to ${targets.join(', ')}`;
      return {
        key: `output:${port.name}`,
        label: `${port.label} (output${words})`,
        end: { node: id, side: 'output', port },
      };
    }),
  ];
}
