import type { Literal, NodeInstance } from '#core/document/schema.ts';

import { fieldOf, isRecord, sameJson, textOf, type JsonRecord } from '../values.ts';
import { comfyRecordOf } from './comfy-record.ts';
import { uiNodeSchema } from './ui-schema.ts';
import { readWidgetValues } from './widget-values.ts';

/** Widget values as a file holds them. */
export interface NodeWidgets {
  readonly values: readonly unknown[] | JsonRecord;
  readonly named: Readonly<Record<string, Literal>> | undefined;
}

/** The values of a placeholder as they came, with those changed that were changed here. */
export function placeholderWidgets(node: NodeInstance): NodeWidgets {
  const record = comfyRecordOf(node) ?? {};
  const named: Readonly<Record<string, Literal>> = { ...node.inputs };
  const kept = fieldOf(record, 'widgets_values');
  if (isRecord(kept)) return { values: { ...kept, ...named }, named: undefined };
  const parsed = uiNodeSchema.safeParse({
    ...record,
    id: node.id,
    type: textOf(record['type']) ?? node.type,
  });
  if (!Array.isArray(kept) || !parsed.success) {
    const entries = Object.entries(named);
    return { values: entries.map(([, value]) => value), named };
  }
  const { positions } = readWidgetValues(parsed.data, record, {});
  const values: unknown[] = [...(kept as unknown[])];
  for (const [name, at] of positions) {
    const value = Object.hasOwn(named, name) ? named[name] : undefined;
    if (value !== undefined && !sameJson(value, values[at])) values[at] = value;
  }
  const before = fieldOf(record, 'widgets_values_named');
  const hasNames = isRecord(before) || [...positions.keys()].length > 0;
  return {
    values,
    named: hasNames
      ? { ...(isRecord(before) ? (before as Record<string, Literal>) : {}), ...named }
      : undefined,
  };
}
