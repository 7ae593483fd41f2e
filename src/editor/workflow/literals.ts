import type { Literal, NodeInstance } from '#core/document/schema.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';
import { assetRefSchema, type AssetRef } from '#core/run/asset.ts';

/** The value a widget shows: what was typed, else the initial value. */
export const literalOf = (node: NodeInstance, port: PortDescriptor): Literal | undefined =>
  Object.hasOwn(node.inputs, port.name) ? node.inputs[port.name] : port.initial;

/** The images in a literal of an image port; anything else in it is passed over. */
export function imagesOf(value: Literal | undefined): readonly AssetRef[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const parsed = assetRefSchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/** A literal in a few words, for places that show no widget. */
export function describeLiteral(value: Literal | undefined): string {
  if (value === undefined || value === null || value === '') return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
  return JSON.stringify(value);
}
