import { connect, disconnect, inSequence, updateNode, type Edit } from '#core/document/edits.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { edgesInto, edgesOutOf } from './document-index.ts';
import { bestPort, findPort } from './port-fit.ts';

/**
 * Makes a node one of another type, in its place and under its id. Wires go on to the port of the same name, else to
 * the best one that is free; those that fit nowhere are taken off. Literals stay, used where the new type knows them.
 */
export function replaceNode(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  options: { node: string; descriptor: NodeDescriptor },
): Edit {
  const { node, descriptor } = options;
  const edits: Edit[] = [];
  const taken = new Set<string>();
  for (const [name, edge] of edgesInto(document, node)) {
    const source = findPort(document, catalog, {
      node: edge.from.node,
      side: 'output',
      name: edge.from.output,
    });
    const same = descriptor.inputs.find((port) => port.name === name);
    const port =
      source === undefined
        ? same
        : (bestPort({ ...descriptor, inputs: same === undefined ? [] : [same] }, source) ??
          bestPort(descriptor, source, taken));
    edits.push(disconnect(edge));
    if (port === undefined || taken.has(port.name)) continue;
    taken.add(port.name);
    edits.push(connect({ ...edge, to: { ...edge.to, input: port.name } }));
  }
  for (const edge of edgesOutOf(document, node)) {
    const target = findPort(document, catalog, { node: edge.to.node, side: 'input', name: edge.to.input });
    const same = descriptor.outputs.find((port) => port.name === edge.from.output);
    const port =
      target === undefined
        ? same
        : (bestPort({ ...descriptor, outputs: same === undefined ? [] : [same] }, target) ??
          bestPort(descriptor, target));
    edits.push(disconnect(edge));
    if (port !== undefined) edits.push(connect({ ...edge, from: { ...edge.from, output: port.name } }));
  }
  return inSequence(...edits, updateNode(node, { type: descriptor.type }));
}
