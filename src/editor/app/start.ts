import { emptyDocument } from '#core/document/empty.ts';

import { remote, type Remote } from '../remote/remote.ts';
import { createDocumentStore, documentOf, newSheet } from '../state/document-store.ts';
import { restoreDraft, type DraftPlaces } from '../state/draft.ts';
import { parsePreferences, preferencesKey } from '../state/preferences.ts';
import { createRunStore } from '../state/run-store.ts';
import { createSessionStore } from '../state/session-store.ts';
import { autosave } from './autosave.ts';
import type { CanvasHandle, Editor } from './editor.ts';
import { followRuns } from './follow-runs.ts';
import { followSheet } from './follow-sheet.ts';
import { keepPreferences } from './keep-preferences.ts';
import { loadCatalog, loadProviders, loadTemplates } from './load.ts';
import { followTheme } from './theme.ts';
import { watchDocument } from './watch-document.ts';

/** Makes the editor's stores and capabilities. Nothing is asked of the server yet. */
export function createEditor(options: { remote?: Remote } = {}): Editor {
  let canvas: CanvasHandle | undefined;
  return {
    document: createDocumentStore(emptyDocument()),
    session: createSessionStore({
      preferences: parsePreferences(localStorage.getItem(preferencesKey)),
    }),
    runs: createRunStore(),
    remote: options.remote ?? remote,
    get canvas() {
      return canvas;
    },
    attachCanvas: (handle) => {
      canvas = handle;
    },
    random: () => Math.random(),
    newKey: () => crypto.randomUUID(),
  };
}

/**
 * Brings an editor to life: restores the draft or opens the first template, loads nodes and providers, follows runs.
 * Answers with a function that ends everything.
 */
export function startEditor(editor: Editor): () => void {
  const places: DraftPlaces = { tab: sessionStorage, shared: localStorage };
  const draft = restoreDraft(places);
  if (draft !== undefined) editor.document.reset(draft.document, draft.sheet);
  const ends = [
    followTheme(editor.session),
    keepPreferences(editor.session, localStorage),
    watchDocument(editor),
    autosave(editor, places),
    followRuns(editor),
    followSheet(editor),
  ];
  void loadCatalog(editor);
  void loadProviders(editor);
  void loadTemplates(editor).then(() => {
    const first = editor.session.getState().templates[0];
    const { present, past } = editor.document.getState();
    const untouched = past.length === 0 && documentOf(editor.document.getState()).nodes.length === 0;
    if (draft === undefined && first !== undefined && untouched && present.sheet === 0) {
      editor.document.reset(first.document, { ...newSheet, opened: first.document });
      editor.canvas?.show();
    }
  });
  return () => {
    for (const end of ends) end();
  };
}
