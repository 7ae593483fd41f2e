import type { WorkflowDocument } from '#core/document/schema.ts';

import { fieldOf, isRecord, type JsonRecord } from '../values.ts';
import { comfyRecordOf } from './comfy-record.ts';

const usualGroupColor = '#3f789e';
const usualFontSize = 24;

/** Groups and notes of a document as ComfyUI has them; notes are nodes there, numbered from `firstNumber`. */
export function uiFrames(
  document: WorkflowDocument,
  firstNumber: number,
): { groups: readonly JsonRecord[]; notes: readonly JsonRecord[] } {
  const groups = document.groups.map((group, index) => ({
    ...comfyRecordOf(group),
    id: index + 1,
    title: group.title,
    bounding: [group.position.x, group.position.y, group.size.width, group.size.height],
    color: group.color ?? usualGroupColor,
    font_size: fieldOf(comfyRecordOf(group), 'font_size') ?? usualFontSize,
    flags: flagsOf(group),
  }));
  const notes = document.notes.map((note, index) => {
    const kept = comfyRecordOf(note);
    const type = fieldOf(kept, 'type') === 'MarkdownNote' ? 'MarkdownNote' : 'Note';
    const properties = fieldOf(kept, 'properties');
    return {
      ...kept,
      id: firstNumber + index,
      type,
      pos: [note.position.x, note.position.y],
      size: note.size === undefined ? [240, 120] : [note.size.width, note.size.height],
      flags: flagsOf(note),
      order: document.nodes.length + index,
      mode: 0,
      inputs: [],
      outputs: [],
      properties: { ...(isRecord(properties) ? properties : {}), batchwork: { id: note.id } },
      widgets_values: [note.text],
      ...(note.color === undefined ? {} : { color: note.color }),
    };
  });
  return { groups, notes };
}

const flagsOf = ({ pinned }: { readonly pinned?: boolean | undefined }): JsonRecord =>
  pinned === true ? { pinned } : {};
