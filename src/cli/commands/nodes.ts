import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';
import { loadNodes } from '#platform/node-folder.ts';

import { describeDiagnostic } from '../describe-diagnostic.ts';
import { exitCodes } from '../exit-code.ts';
import { nodesFolder } from '../folders.ts';

const describePort = ({ name, portType, cardinality, optional }: PortDescriptor): string =>
  `${name}${optional ? '?' : ''}: ${portType}${cardinality === 'many' ? '[]' : ''}`;

function describeNode({ type, description, inputs, outputs }: NodeDescriptor): string {
  const ports = (list: readonly PortDescriptor[]): string => list.map(describePort).join(', ') || '–';
  return `${type}\n  ${description}\n  in   ${ports(inputs)}\n  out  ${ports(outputs)}\n`;
}

/** Lists the catalog; with `--json`, one descriptor a line. Node files that cannot be used are told on standard error. */
export async function listNodes(options: { json?: boolean }): Promise<number> {
  const { descriptors, diagnostics } = await loadNodes(nodesFolder);
  for (const descriptor of descriptors.values())
    console.log(options.json === true ? JSON.stringify(descriptor) : describeNode(descriptor));
  for (const diagnostic of diagnostics) console.error(describeDiagnostic(diagnostic));
  return diagnostics.length === 0 ? exitCodes.complete : exitCodes.failed;
}
