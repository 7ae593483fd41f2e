import type { Edit } from '#core/document/edits.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';

/** Immutable past and future of one document. */
export interface History {
  readonly past: readonly WorkflowDocument[];
  readonly present: WorkflowDocument;
  readonly future: readonly WorkflowDocument[];
  /** Group of the newest step; the next edit of the same group melts into it. Undefined: the step is sealed. */
  readonly group: string | undefined;
}

/** Steps that can be undone; older ones are forgotten. */
const depth = 300;

export const startHistory = (document: WorkflowDocument): History => ({
  past: [],
  present: document,
  future: [],
  group: undefined,
});

/** Makes what `edit` answers the present. An edit with the group of the newest step replaces it instead of adding one. */
export function applyEdit(history: History, edit: Edit, group?: string): History {
  const document = edit(history.present);
  if (document === history.present) return history;
  if (group !== undefined && group === history.group && history.past.length > 0)
    return { ...history, present: document, future: [] };
  return {
    past: [...history.past, history.present].slice(-depth),
    present: document,
    future: [],
    group,
  };
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
