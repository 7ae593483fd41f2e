import { addNode, connect, inSequence, type Edit } from '#core/document/edits.ts';
import type { Edge, Position, WorkflowDocument } from '#core/document/schema.ts';
import { kebabCase, uniqueId } from '#core/document/unique-id.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { bestPort, type WireEnd } from './port-fit.ts';

/** All ids of a document: nodes, groups and notes share one space. */
export const takenIds = (document: WorkflowDocument): Set<string> =>
  new Set([...document.nodes, ...document.groups, ...document.notes].map(({ id }) => id));

/** An edit that adds a node of this type, and wires it where a wire was dropped. */
export function placeNode(
  document: WorkflowDocument,
  descriptor: NodeDescriptor,
  options: { position: Position; wire?: WireEnd | null },
): { id: string; edit: Edit } {
  const id = uniqueId(kebabCase(descriptor.type), takenIds(document));
  const added = addNode({ id, type: descriptor.type, position: options.position, inputs: {} });
  const { wire } = options;
  const port = wire ? bestPort(descriptor, wire) : undefined;
  if (!wire || port === undefined) return { id, edit: added };
  return { id, edit: inSequence(added, connect(edgeBetween(wire, { node: id, port: port.name }))) };
}

/** The edge between one end and a port of the opposite side. */
export const edgeBetween = (end: WireEnd, other: { node: string; port: string }): Edge =>
  end.side === 'output'
    ? { from: { node: end.node, output: end.port.name }, to: { node: other.node, input: other.port } }
    : { from: { node: other.node, output: other.port }, to: { node: end.node, input: end.port.name } };

/** The nearest point of the 8 px grid. */
export const snap = ({ x, y }: Position): Position => ({
  x: Math.round(x / 8) * 8,
  y: Math.round(y / 8) * 8,
});
