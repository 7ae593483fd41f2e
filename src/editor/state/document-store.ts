import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Edit } from '#core/document/edits.ts';
import { emptyDocument } from '#core/document/empty.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';

import { applyEdit, redo, undo, type History } from './history.ts';
import { isPristine, isTabUnsaved, makeTab, newSheet, type Sheet, type Tab } from './tab.ts';

/** A tab that was closed and the place it had. */
export interface ClosedTab {
  readonly tab: Tab;
  readonly index: number;
}

export interface DocumentState {
  /** Opened workflows from left to right, never none. */
  readonly tabs: readonly Tab[];
  /** Id of the tab that is shown. */
  readonly active: string;
  /** Tabs that can be opened again, newest first. */
  readonly closed: readonly ClosedTab[];
}

/** The undoable, saved part of the editor's state: the opened workflows. Edits go to the tab that is shown. */
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
  /** Shows another workflow in a tab of its own, or in place of a pristine one. */
  open(document: WorkflowDocument, sheet?: Sheet): void;
  /** Starts over with one workflow; nothing is left of the others. */
  reset(document: WorkflowDocument, sheet?: Sheet): void;
  /** Puts restored tabs in place of everything. No tabs: one empty workflow. */
  restore(state: DocumentState): void;
  /** Shows a tab. */
  activate(id: string): void;
  /** Takes a tab away; it can be opened again. */
  close(id: string): void;
  /** Opens the tab that was closed last, where it was. */
  reopen(): void;
  /** Moves a tab to a place counted from the left. */
  move(id: string, index: number): void;
  /** Another document in the same tab, with a new history. The former one lies among the closed tabs, in no file. */
  replace(id: string, document: WorkflowDocument, sheet: Partial<Sheet>): void;
  /** Notes something about a tab's sheet, the shown one's if none is named, outside the history. */
  updateSheet(change: Partial<Sheet>, id?: string): void;
}

/** Closed tabs that are remembered. */
const keptClosed = 20;

/** `newId` answers with ids that no other window of the browser makes. */
export function createDocumentStore(
  initial: WorkflowDocument,
  newId: () => string = () => crypto.randomUUID(),
): DocumentStore {
  const single = (document: WorkflowDocument, sheet?: Sheet): DocumentState => {
    const tab = makeTab(newId(), document, sheet);
    return { tabs: [tab], active: tab.id, closed: [] };
  };
  const store = createStore<DocumentState>(() => single(initial));
  const { getState, getInitialState, setState, subscribe } = store;
  const change = (id: string, by: (tab: Tab) => Tab): void =>
    setState((state) => {
      const before = state.tabs.find((tab) => tab.id === id);
      if (before === undefined) return state;
      const after = by(before);
      return after === before
        ? state
        : { ...state, tabs: state.tabs.map((tab) => (tab === before ? after : tab)) };
    });
  const changeHistory = (by: (history: History) => History): void =>
    change(getState().active, (tab) => {
      const history = by(tab.history);
      return history === tab.history ? tab : { ...tab, history };
    });
  return {
    getState,
    getInitialState,
    subscribe,
    apply: (edit, options) => changeHistory((history) => applyEdit(history, edit, options?.group)),
    seal: () =>
      changeHistory((history) => (history.group === undefined ? history : { ...history, group: undefined })),
    undo: () => changeHistory(undo),
    redo: () => changeHistory(redo),
    open: (document, sheet = newSheet) =>
      setState((state) => {
        const here = activeTab(state);
        const tab = makeTab(newId(), document, sheet);
        const index = state.tabs.indexOf(here);
        return {
          ...state,
          tabs: state.tabs.toSpliced(isPristine(here) ? index : index + 1, isPristine(here) ? 1 : 0, tab),
          active: tab.id,
        };
      }),
    reset: (document, sheet) => setState(single(document, sheet)),
    restore: (state) =>
      setState(state.tabs.length === 0 ? { ...single(emptyDocument()), closed: state.closed } : state),
    activate: (id) =>
      setState((state) => (state.tabs.some((tab) => tab.id === id) ? { ...state, active: id } : state)),
    close: (id) =>
      setState((state) => {
        const index = state.tabs.findIndex((tab) => tab.id === id);
        const tab = state.tabs[index];
        if (tab === undefined) return state;
        const rest = state.tabs.toSpliced(index, 1);
        const tabs = rest.length === 0 ? [makeTab(newId(), emptyDocument())] : rest;
        const next = tabs[Math.min(index, tabs.length - 1)];
        return {
          tabs,
          active: state.active === id && next !== undefined ? next.id : state.active,
          closed: isPristine(tab) ? state.closed : [{ tab, index }, ...state.closed].slice(0, keptClosed),
        };
      }),
    reopen: () =>
      setState((state) => {
        const [last, ...closed] = state.closed;
        if (last === undefined) return state;
        const tabs = state.tabs.filter((tab) => state.tabs.length > 1 || !isPristine(tab));
        return { tabs: tabs.toSpliced(last.index, 0, last.tab), active: last.tab.id, closed };
      }),
    move: (id, index) =>
      setState((state) => {
        const tab = state.tabs.find((other) => other.id === id);
        if (tab === undefined) return state;
        return { ...state, tabs: state.tabs.filter((other) => other !== tab).toSpliced(index, 0, tab) };
      }),
    replace: (id, document, sheet) =>
      setState((state) => {
        const index = state.tabs.findIndex((tab) => tab.id === id);
        const former = state.tabs[index];
        if (former === undefined) return state;
        const { runs, foreign } = former.sheet;
        const kept = { tab: { ...former, id: newId(), sheet: { ...newSheet, runs, foreign } }, index };
        return {
          ...state,
          tabs: state.tabs.with(index, makeTab(id, document, { ...newSheet, runs, foreign, ...sheet })),
          closed: isTabUnsaved(former) ? [kept, ...state.closed].slice(0, keptClosed) : state.closed,
        };
      }),
    updateSheet: (update, id = getState().active) =>
      change(id, (tab) => ({ ...tab, sheet: { ...tab.sheet, ...update } })),
  };
}

/** The tab that is shown. */
export function activeTab(state: DocumentState): Tab {
  const tab = state.tabs.find(({ id }) => id === state.active);
  if (tab === undefined) throw new Error('No tab is active.');
  return tab;
}

/** The sheet of the document that is shown. */
export const sheetOf = (state: DocumentState): Sheet => activeTab(state).sheet;

/** The document that is shown. */
export const documentOf = (state: DocumentState): WorkflowDocument => activeTab(state).history.present;

export const canUndo = (state: DocumentState): boolean => activeTab(state).history.past.length > 0;

export const canRedo = (state: DocumentState): boolean => activeTab(state).history.future.length > 0;
