import type { Edit } from '#core/document/edits.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';

/** A document together with the sheet (opened workflow) it belongs to, so that undo can cross the opening of another. */
export interface Version {
  readonly document: WorkflowDocument;
  readonly sheet: number;
}

/** Immutable past and future of what the editor shows. */
export interface History {
  readonly past: readonly Version[];
  readonly present: Version;
  readonly future: readonly Version[];
  /** Group of the newest step; the next edit of the same group melts into it. Undefined: the step is sealed. */
  readonly group: string | undefined;
}

/** Steps that can be undone; older ones are forgotten. */
const depth = 300;

export const startHistory = (document: WorkflowDocument, sheet = 0): History => ({
  past: [],
  present: { document, sheet },
  future: [],
  group: undefined,
});

/** Makes `version` the present. An edit with the group of the newest step replaces it instead of adding one. */
export function record(history: History, version: Version, group?: string): History {
  if (version.document === history.present.document && version.sheet === history.present.sheet)
    return history;
  if (group !== undefined && group === history.group && history.past.length > 0)
    return { ...history, present: version, future: [] };
  return { past: [...history.past, history.present].slice(-depth), present: version, future: [], group };
}

export function applyEdit(history: History, edit: Edit, group?: string): History {
  return record(history, { ...history.present, document: edit(history.present.document) }, group);
}

export function undo(history: History): History {
  const previous = history.past.at(-1);
  return previous === undefined
    ? history
    : {
        past: history.past.slice(0, -1),
        present: previous,
        future: [history.present, ...history.future],
        group: undefined,
      };
}

export function redo(history: History): History {
  const [next, ...future] = history.future;
  return next === undefined
    ? history
    : { past: [...history.past, history.present], present: next, future, group: undefined };
}
