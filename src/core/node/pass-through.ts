import type { NodeDescriptor } from './descriptor.ts';
import { accepts } from './port-type.ts';

/**
 * The input that stands for an output when the node itself is taken out of the way, bypassed or deleted: the first
 * wired one that fits by type. Undefined when none does.
 */
export function passThroughInput(
  descriptor: NodeDescriptor,
  output: string,
  isWired: (input: string) => boolean,
): string | undefined {
  const port = descriptor.outputs.find(({ name }) => name === output);
  if (port === undefined) return undefined;
  return descriptor.inputs.find(({ name, portType }) => isWired(name) && accepts(port.portType, portType))
    ?.name;
}
