import { connect, disconnect, inSequence, type Edit } from '#core/document/edits.ts';
import type { Edge, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { edgesInto, edgesOutOf, findNode } from './document-index.ts';
import { bestPort, findPort } from './port-fit.ts';

/** Both ends of a wire; undefined when one of them is unknown. */
function endsOf(document: WorkflowDocument, catalog: DescriptorCatalog, { from, to }: Edge) {
  const output = findPort(document, catalog, { node: from.node, side: 'output', name: from.output });
  const input = findPort(document, catalog, { node: to.node, side: 'input', name: to.input });
  return output === undefined || input === undefined ? undefined : { output, input };
}

/** The ports through which a node of this type would take a wire in and give it on; undefined when it cannot. */
export function portsForSplice(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  options: { edge: Edge; descriptor: NodeDescriptor },
): { readonly input: string; readonly output: string } | undefined {
  const ends = endsOf(document, catalog, options.edge);
  if (ends === undefined) return undefined;
  const input = bestPort(options.descriptor, ends.output);
  const output = bestPort(options.descriptor, ends.input);
  // Words that fit by type alone, such as free text for a colour, are no way through.
  const leadsThrough = input?.rule.kind === ends.output.port.rule.kind;
  return input === undefined || output === undefined || !leadsThrough
    ? undefined
    : { input: input.name, output: output.name };
}

/** Puts a node that is in the document into a wire. */
export const spliceInto = (
  edge: Edge,
  node: string,
  ports: { readonly input: string; readonly output: string },
): Edit =>
  inSequence(
    disconnect(edge),
    connect({ from: edge.from, to: { node, input: ports.input } }),
    connect({ from: { node, output: ports.output }, to: edge.to }),
  );

/** An edit that puts a node without wires of its own into this wire; undefined when it has some or does not fit. */
export function spliceLooseNode(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  options: { edge: Edge; node: string },
): Edit | undefined {
  const { edge, node } = options;
  const descriptor = catalog.get(findNode(document, node)?.type ?? '');
  const isLoose = edgesInto(document, node).size === 0 && edgesOutOf(document, node).length === 0;
  if (descriptor === undefined || !isLoose) return undefined;
  const ports = portsForSplice(document, catalog, { edge, descriptor });
  return ports === undefined ? undefined : spliceInto(edge, node, ports);
}

/** The node types that fit into a wire. */
export const splicingTypes = (
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  edge: Edge,
): readonly NodeDescriptor[] =>
  [...catalog.values()].filter(
    (descriptor) => portsForSplice(document, catalog, { edge, descriptor }) !== undefined,
  );
