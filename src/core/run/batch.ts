import type { PortValue } from '../node/port.ts';

/** Points at the execution of a step that an item came from. */
export interface Origin {
  readonly node: string;
  /** Index of the execution among the executions of that node. */
  readonly execution: number;
}

/** One value on an edge. Its further ancestry is found by following the origins of that execution's inputs. */
export interface Item {
  readonly value: PortValue;
  readonly origin: Origin;
  /** The seed that an image was made with, carried along its way. */
  readonly seed?: number | undefined;
}

/** Stands where a failed execution's item would be: siblings continue, gathering skips it. */
export interface Hole {
  readonly hole: true;
  readonly origin: Origin;
}

export type Slot = Item | Hole;

/** What travels on every edge: a flat, ordered list. Never nested. */
export type Batch = readonly Slot[];

export const isHole = (slot: Slot): slot is Hole => 'hole' in slot;

export const survivors = (batch: Batch): Item[] => batch.filter((slot): slot is Item => !isHole(slot));
