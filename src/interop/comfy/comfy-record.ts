import { isRecord, type JsonRecord } from '../values.ts';

/**
 * Where a document keeps what it took from ComfyUI and has no place of its own for: one key on the document, and one
 * on each node, group and note. Exports give it back.
 */
export const comfyKey = 'comfy';

export const comfyRecordOf = (value: object): JsonRecord | undefined => {
  const record: unknown = Object.hasOwn(value, comfyKey) ? (value as JsonRecord)[comfyKey] : undefined;
  return isRecord(record) ? record : undefined;
};
