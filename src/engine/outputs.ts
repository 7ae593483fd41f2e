import type { AnyValues, NodeDefinition } from '#core/node/define-node.ts';
import { schemaOfRule } from '#core/node/port-rule.ts';
import type { PortValue } from '#core/node/port.ts';
import type { Batch, Slot } from '#core/run/batch.ts';
import type { OutputsByName } from '#core/run/capabilities.ts';

/** Checks what `execute` returned against the output ports. A wrong value is a bug of the node and throws. */
export function readOutputs(definition: NodeDefinition, returned: AnyValues): OutputsByName {
  const outputs: Record<string, readonly PortValue[]> = {};
  for (const [name, { cardinality, rule }] of Object.entries(definition.outputs)) {
    const value = returned[name];
    const values: readonly unknown[] = cardinality === 'many' && Array.isArray(value) ? value : [value];
    const schema = schemaOfRule(rule);
    for (const each of values)
      if (!schema.safeParse(each).success)
        throw new Error(
          `${definition.type} returned ${JSON.stringify(each) ?? 'nothing'} for its output "${name}".`,
        );
    // Every value was just checked by the schema that stands for PortValue.
    outputs[name] = values as readonly PortValue[];
  }
  return outputs;
}

/** What one execution of a step came to; `undefined` outputs leave a hole. */
export interface ExecutionResult {
  readonly outputs: OutputsByName | undefined;
  /** By output and place, see `carrySeeds`. */
  readonly seeds?: Readonly<Record<string, readonly (number | undefined)[]>> | undefined;
}

/** Puts the outputs of a step's executions in order: one flat batch an output, holes where an execution failed. */
export function concatenate(
  definition: NodeDefinition,
  node: string,
  results: readonly ExecutionResult[],
): ReadonlyMap<string, Batch> {
  const batches = new Map<string, Batch>();
  for (const name of Object.keys(definition.outputs)) {
    const slots: Slot[] = [];
    for (const [execution, { outputs, seeds }] of results.entries()) {
      const origin = { node, execution };
      if (outputs === undefined) slots.push({ hole: true, origin });
      else
        for (const [at, value] of (outputs[name] ?? []).entries()) {
          const seed = seeds?.[name]?.[at];
          slots.push(seed === undefined ? { value, origin } : { value, origin, seed });
        }
    }
    batches.set(name, slots);
  }
  return batches;
}
