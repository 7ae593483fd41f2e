import type { AnyValues } from '#core/node/define-node.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';
import { isHole, survivors, type Batch, type Item } from '#core/run/batch.ts';

/** One input port with the batch that reached it; undefined where nothing feeds an optional input. */
export interface FedInput {
  readonly port: PortDescriptor;
  readonly batch: Batch | undefined;
}

/** One execution: the values that `execute` gets, the items they came from and its seed; or why there is none. */
export type Execution =
  | {
      readonly kind: 'values';
      readonly values: AnyValues;
      readonly items: readonly Item[];
      readonly seed: number | undefined;
    }
  /** A mapped item is missing because what should have made it failed. */
  | { readonly kind: 'hole' };

export type Mapping =
  | { readonly kind: 'executions'; readonly executions: readonly Execution[] }
  /** Lengths that can be neither zipped nor broadcast. */
  | { readonly kind: 'unequal'; readonly message: string; readonly port: string }
  /** Nothing reached a gathering input that needs something. */
  | { readonly kind: 'empty'; readonly port: string };

/**
 * The batch rule. Inputs of cardinality one map: their batches are zipped, a batch of one is broadcast, other unequal
 * lengths are an error. Inputs of cardinality many gather the survivors of the whole batch.
 */
export function mapInputs(inputs: readonly FedInput[]): Mapping {
  let length = 1;
  let longest: FedInput | undefined;
  for (const input of inputs) {
    if (input.batch === undefined || input.port.cardinality === 'many') continue;
    const size = input.batch.length;
    if (size === 1 || size === length) continue;
    if (longest !== undefined)
      return {
        kind: 'unequal',
        port: input.port.name,
        message: `"${longest.port.name}" brings ${length} items and "${input.port.name}" ${size}; batches of different lengths cannot be paired. Use Combine for every pair.`,
      };
    longest = input;
    length = size;
  }
  const gathered: Record<string, Item[]> = {};
  for (const { port, batch } of inputs) {
    if (port.cardinality === 'one') continue;
    const items = survivors(batch ?? []);
    if (items.length === 0 && !port.optional && batch !== undefined && batch !== typedNothing)
      return { kind: 'empty', port: port.name };
    gathered[port.name] = items;
  }
  const executions: Execution[] = [];
  for (let at = 0; at < length; at += 1) executions.push(executionAt(inputs, gathered, at));
  return { kind: 'executions', executions };
}

/** Whether nothing is left of what is wired to a gathering input, be it optional or not. */
export const gathersNothing = ({ port, batch }: FedInput): boolean =>
  port.cardinality === 'many' &&
  batch !== undefined &&
  batch !== typedNothing &&
  survivors(batch).length === 0;

/** Stands for an empty list that a person typed, which a gathering input takes as it is. */
export const typedNothing: Batch = [];

function executionAt(
  inputs: readonly FedInput[],
  gathered: Readonly<Record<string, readonly Item[]>>,
  at: number,
): Execution {
  const values: Record<string, AnyValues[string]> = {};
  const items: Item[] = [];
  let seed: number | undefined;
  for (const { port, batch } of inputs) {
    if (port.cardinality === 'many') {
      const list = gathered[port.name] ?? [];
      values[port.name] = list.map(({ value }) => value);
      for (const item of list) items.push(item);
      continue;
    }
    if (batch === undefined) {
      values[port.name] = undefined;
      continue;
    }
    const slot = batch[batch.length === 1 ? 0 : at];
    if (slot === undefined || isHole(slot)) return { kind: 'hole' };
    values[port.name] = slot.value;
    items.push(slot);
    if (port.portType === 'seed' && typeof slot.value === 'number') seed = slot.value;
  }
  return { kind: 'values', values, items, seed };
}
