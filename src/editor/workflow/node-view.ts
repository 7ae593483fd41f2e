import type { NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';

import { edgesInto, edgesOutOf } from './document-index.ts';

/** A node instance with what is known about its type. */
export interface NodeView {
  readonly node: NodeInstance;
  readonly descriptor: NodeDescriptor;
  /** False for a type that is not installed: the node is a placeholder with the ports that its edges name. */
  readonly known: boolean;
}

/** Looks a node's type up; an unknown type gets a descriptor made from the edges that touch the node. */
export function viewNode(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  node: NodeInstance,
): NodeView {
  const descriptor = catalog.get(node.type);
  if (descriptor !== undefined) return { node, descriptor, known: true };
  const inputs = [...edgesInto(document, node.id).keys()];
  const outputs = [...new Set(edgesOutOf(document, node.id).map(({ from }) => from.output))];
  return {
    node,
    known: false,
    descriptor: {
      type: node.type,
      version: 1,
      title: node.type,
      description: 'This node type is not installed here. Its data is kept as it is.',
      category: 'unknown',
      aliases: [],
      effect: 'pure',
      inputs: inputs.map(looseEnd),
      outputs: outputs.map(looseEnd),
    },
  };
}

const looseEnd = (name: string): PortDescriptor => ({
  name,
  portType: 'text',
  cardinality: 'one',
  optional: true,
  rule: { kind: 'text' },
  label: name,
});

/** What a person reads as the node's name. */
export const titleOf = ({ node, descriptor }: NodeView): string =>
  node.title !== undefined && node.title !== '' ? node.title : descriptor.title;
