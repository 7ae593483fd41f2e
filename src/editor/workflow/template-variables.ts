import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';

/** Names of the inputs that a template text stands for as `{name}`: those that its initial text names. */
export function variablesOf(
  { inputs }: Pick<NodeDescriptor, 'inputs'>,
  port: PortDescriptor,
): readonly string[] {
  const { initial } = port;
  if (typeof initial !== 'string') return [];
  return inputs.flatMap(({ name }) => (name !== port.name && initial.includes(`{${name}}`) ? [name] : []));
}

/** A text in pieces: what stands between variables, and the variables themselves. */
export function splitTemplate(
  text: string,
  variables: readonly string[],
): readonly { readonly text: string; readonly variable: boolean }[] {
  const known = new Set(variables);
  return text
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, variable: piece.startsWith('{') && known.has(piece.slice(1, -1)) }));
}
