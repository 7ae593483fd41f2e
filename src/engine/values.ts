import { describeRule, isOutOfRange, schemaOfRule } from '#core/node/port-rule.ts';
import type { PortValue } from '#core/node/port.ts';
import type { Batch } from '#core/run/batch.ts';

import { typedNothing, type FedInput } from './batch-rule.ts';
import type { ValidInput } from './validate.ts';

/** Origin of values that a person typed: no execution made them. */
const typedOrigin = { node: '', execution: 0 } as const;

const batchOf = (values: readonly PortValue[]): Batch =>
  values.length === 0 ? typedNothing : values.map((value) => ({ value, origin: typedOrigin }));

/** The batch of an input: typed values, or what `lookUp` says its source has put out. */
export const feed = (
  input: ValidInput,
  lookUp: (source: { node: string; output: string }) => Batch | undefined,
): FedInput => {
  switch (input.kind) {
    case 'edge':
      return { port: input.port, batch: lookUp(input.source) };
    case 'values':
      return { port: input.port, batch: batchOf(input.values) };
    case 'none':
      return { port: input.port, batch: undefined };
  }
};

export interface ValueProblem {
  readonly port: string;
  readonly code: 'out-of-range' | 'invalid-value';
  readonly message: string;
}

/** Checks values that came over an edge against the rule of the input; typed ones were checked by `validate`. */
export function findValueProblem(
  inputs: readonly ValidInput[],
  values: Readonly<Record<string, PortValue | readonly PortValue[] | undefined>>,
): ValueProblem | undefined {
  for (const { port, kind } of inputs) {
    // A text without a bound takes every text, and an image every image: the port types have settled that.
    if (kind !== 'edge' || (port.rule.kind === 'text' && port.rule.maxLength === undefined)) continue;
    const given = values[port.name];
    if (given === undefined) continue;
    const schema = schemaOfRule(port.rule);
    for (const value of Array.isArray(given) ? given : [given])
      if (!schema.safeParse(value).success)
        return {
          port: port.name,
          code: isOutOfRange(port.rule, value) ? 'out-of-range' : 'invalid-value',
          message: `"${port.name}" was given ${JSON.stringify(value).slice(0, 80)}; expected ${describeRule(port.rule)}.`,
        };
  }
  return undefined;
}
