import type { NodeInstance } from '#core/document/schema.ts';
import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';
import { describeRule, isOutOfRange, schemaOfRule } from '#core/node/port-rule.ts';
import type { PortValue } from '#core/node/port.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

const fits = (port: PortDescriptor, value: unknown): value is PortValue =>
  schemaOfRule(port.rule).safeParse(value).success;

const quote = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
};

/**
 * The literal of an input, or its initial value where none is typed, as the values it stands for.
 * `undefined`: nothing is given. A literal that breaks the rule is told in `diagnostics`.
 */
export function readLiteral(
  node: NodeInstance,
  port: PortDescriptor,
  diagnostics: Diagnostic[],
): readonly PortValue[] | undefined {
  const given = Object.hasOwn(node.inputs, port.name);
  const literal: unknown = given ? node.inputs[port.name] : port.initial;
  if (literal === undefined || (literal === null && port.optional)) return undefined;
  const values: readonly unknown[] =
    port.cardinality === 'many' && Array.isArray(literal) ? literal : [literal];
  const bad = values.find((value) => !fits(port, value));
  if (bad === undefined) return values.filter((value) => fits(port, value));
  diagnostics.push({
    code: isOutOfRange(port.rule, bad) ? 'out-of-range' : 'invalid-value',
    severity: 'error',
    message: `"${port.name}" is ${quote(bad)}; expected ${describeRule(port.rule)}.`,
    node: node.id,
    port: port.name,
    ...(port.initial === undefined
      ? {}
      : { fix: { kind: 'set-input' as const, node: node.id, input: port.name, value: port.initial } }),
  });
  return undefined;
}

/** Literals for inputs that the type does not have are kept in the file and told as a warning. */
export function describeStrayLiterals(node: NodeInstance, descriptor: NodeDescriptor): Diagnostic[] {
  return Object.keys(node.inputs)
    .filter((name) => !descriptor.inputs.some((port) => port.name === name))
    .map((name) => ({
      code: 'unknown-input' as const,
      severity: 'warning' as const,
      message: `${descriptor.title} has no input "${name}"; the value is kept and not used.`,
      node: node.id,
      port: name,
    }));
}
