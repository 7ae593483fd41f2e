import type { Slot } from './flat-graph.ts';

/**
 * The name by which an edge of a document calls an output of a placeholder: the name of the slot where that is the only
 * one of its kind, else its number.
 */
export function outputName(outputs: readonly Slot[], slot: number): string {
  const name = outputs[slot]?.name ?? '';
  const fits = name !== '' && name.length <= 256 && !/^\d+$/.test(name);
  return fits && outputs.filter((each) => each.name === name).length === 1 ? name : String(slot);
}

/** The way back; undefined when no slot has that name. */
export function outputSlot(outputs: readonly Slot[], name: string): number | undefined {
  if (/^\d{1,6}$/.test(name)) return Number(name);
  const slot = outputs.findIndex((each) => each.name === name);
  return slot === -1 ? undefined : slot;
}
