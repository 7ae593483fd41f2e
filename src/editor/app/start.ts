import { emptyDocument } from '#core/document/empty.ts';

import { remote, type Remote } from '../remote/remote.ts';
import { activeTab, createDocumentStore } from '../state/document-store.ts';
import { keepForeignFiles } from '../state/foreign-files.ts';
import { keepOwnWorkflows } from '../state/own-workflows.ts';
import { parsePreferences, preferencesKey } from '../state/preferences.ts';
import { createRunStore } from '../state/run-store.ts';
import { createSessionStore } from '../state/session-store.ts';
import { isPristine, newSheet } from '../state/tab.ts';
import type { CanvasHandle, Editor } from './editor.ts';
import { followRuns } from './follow-runs.ts';
import { followShareLinks } from './follow-share-links.ts';
import { followShownDocument } from './follow-shown-document.ts';
import { followTabs } from './follow-tabs.ts';
import { makeTurns } from './in-turn.ts';
import { keepPreferences } from './keep-preferences.ts';
import { loadCatalog, loadProviders, loadTemplates } from './load.ts';
import { randomId } from './random-id.ts';
import { followTheme } from './theme.ts';
import { watchDocument } from './watch-document.ts';

/** Makes the editor's stores and capabilities. Nothing is asked of the server yet. */
export function createEditor(options: { remote?: Remote } = {}): Editor {
  let canvas: CanvasHandle | undefined;
  return {
    document: createDocumentStore(emptyDocument(), randomId),
    session: createSessionStore({
      preferences: parsePreferences(localStorage.getItem(preferencesKey)),
    }),
    runs: createRunStore(),
    remote: options.remote ?? remote,
    foreignFiles: keepForeignFiles(localStorage),
    ownWorkflows: keepOwnWorkflows(localStorage),
    get canvas() {
      return canvas;
    },
    attachCanvas: (handle) => {
      canvas = handle;
    },
    random: () => Math.random(),
    newKey: randomId,
    inTurn: makeTurns(),
  };
}

/**
 * Brings an editor to life: opens the first template where nothing was restored, loads nodes and providers, follows runs.
 * Answers with a function that ends everything.
 */
export function startEditor(editor: Editor, { restored }: { restored: boolean }): () => void {
  const ends = [
    followTheme(editor.session),
    keepPreferences(editor.session, localStorage),
    watchDocument(editor),
    followRuns(editor),
    followTabs(editor),
    later(async () => (await import('./follow-files.ts')).followFiles(editor)),
    followShownDocument(editor),
    later(async () => (await import('./outer-signs.ts')).showOuterSigns(editor)),
  ];
  void loadCatalog(editor);
  void loadProviders(editor);
  void loadTemplates(editor).then(() => {
    const [first] = editor.session.getState().templates;
    const { document } = editor;
    const { tabs, closed } = document.getState();
    const untouched =
      !restored && tabs.length === 1 && closed.length === 0 && isPristine(activeTab(document.getState()));
    if (first !== undefined && untouched) {
      document.open(first.document, { ...newSheet, opened: first.document });
      editor.canvas?.show();
    }
    ends.push(followShareLinks(editor));
  });
  return () => {
    for (const end of ends) end();
  };
}

/** Begins something that is fetched after the page is there; ended before that, it ends as soon as it began. */
function later(begin: () => Promise<() => void>): () => void {
  const begun = begin();
  return () => void begun.then((end) => end());
}
