import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Edit } from '#core/document/edits.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';

import { applyEdit, record, redo, startHistory, undo, type History } from './history.ts';

/** What belongs to an opened workflow and is not in it. */
export interface Sheet {
  /** Name of the saved file, null before the first save. */
  readonly file: string | null;
  readonly etag: string | null;
  /** The document as it stands in the file; the same object means that nothing is unsaved. */
  readonly saved: WorkflowDocument | null;
  /** The document as it was when it was opened; null when that is not known any more. */
  readonly opened: WorkflowDocument | null;
  /** Runs that were started from here, oldest first. */
  readonly runs: readonly string[];
}

export const newSheet: Sheet = { file: null, etag: null, saved: null, opened: null, runs: [] };

export interface DocumentState extends History {
  readonly sheets: ReadonlyMap<number, Sheet>;
}

/** The undoable, saved part of the editor's state. */
export interface DocumentStore extends Pick<
  StoreApi<DocumentState>,
  'getState' | 'getInitialState' | 'subscribe'
> {
  /** The one way to change the document. Edits in a row with the same `group` are one undo step. */
  apply(edit: Edit, options?: { group?: string }): void;
  /** Ends the newest group, so that the next edit is a step of its own. */
  readonly seal: () => void;
  undo(): void;
  redo(): void;
  /** Shows another workflow. It can be undone like any other step. */
  open(document: WorkflowDocument, sheet?: Sheet): void;
  /** Starts over from a restored or first workflow; there is nothing to undo to. */
  reset(document: WorkflowDocument, sheet?: Sheet): void;
  /** Notes something about the sheet that is shown, outside the history. */
  updateSheet(change: Partial<Sheet>): void;
}

export function createDocumentStore(initial: WorkflowDocument): DocumentStore {
  const store = createStore<DocumentState>(() => ({
    ...startHistory(initial),
    sheets: new Map([[0, newSheet]]),
  }));
  const { getState, getInitialState, setState, subscribe } = store;
  return {
    getState,
    getInitialState,
    subscribe,
    apply: (edit, options) => setState((state) => ({ ...state, ...applyEdit(state, edit, options?.group) })),
    seal: () => setState((state) => (state.group === undefined ? state : { ...state, group: undefined })),
    undo: () => setState((state) => ({ ...state, ...undo(state) })),
    redo: () => setState((state) => ({ ...state, ...redo(state) })),
    open: (document, sheet = newSheet) =>
      setState((state) => {
        const number = Math.max(...state.sheets.keys()) + 1;
        return {
          ...record(state, { document, sheet: number }),
          sheets: new Map(state.sheets).set(number, sheet),
        };
      }),
    reset: (document, sheet = newSheet) =>
      setState({ ...startHistory(document), sheets: new Map([[0, sheet]]) }),
    updateSheet: (change) =>
      setState((state) => {
        const number = state.present.sheet;
        const sheet = { ...sheetOf(state), ...change };
        return { ...state, sheets: new Map(state.sheets).set(number, sheet) };
      }),
  };
}

/** The sheet of the document that is shown. */
export const sheetOf = (state: DocumentState): Sheet => state.sheets.get(state.present.sheet) ?? newSheet;

export const documentOf = (state: DocumentState): WorkflowDocument => state.present.document;

/** Whether somebody changed something that stands in no file. */
export const hasUnsavedWork = (state: DocumentState): boolean =>
  isUnsaved(state) && state.present.document !== sheetOf(state).opened && documentOf(state).nodes.length > 0;

/** Whether there is anything that the saved file does not have. */
export const isUnsaved = (state: DocumentState): boolean => sheetOf(state).saved !== state.present.document;
