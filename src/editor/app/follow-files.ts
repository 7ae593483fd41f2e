import { messageOf, RemoteError } from '../remote/remote-error.ts';
import { isTabUnsaved, type Tab } from '../state/tab.ts';
import { saveTab, savingOf } from './commands/save-workflow.ts';
import type { Editor } from './editor.ts';
import { notify, notifyWithAction } from './notices.ts';

/** Pause after an edit before it goes to the file, ms. */
const saveDelayMs = 800;

/**
 * Keeps tabs and files in step: edits of saved workflows go to their files, and what was changed in another window or
 * on disk comes in where nothing is unsaved. Answers with a function that ends it.
 */
export function followFiles(editor: Editor): () => void {
  const { document, session, runs } = editor;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const saveAll = async (): Promise<void> => {
    timer = undefined;
    if (!session.getState().preferences.autosave) return;
    for (const { id } of document.getState().tabs.filter(isDue)) {
      try {
        await saveTab(editor, id);
      } catch {
        // The draft in the browser is safe; the next edit or the next connection tries again.
      }
    }
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void saveAll(), saveDelayMs);
  };
  const look = (): void => {
    if (globalThis.document.visibilityState === 'visible') void checkFiles(editor);
  };

  const subscriptions = [
    document.subscribe(({ tabs }, before) => {
      for (const tab of tabs) {
        const known = before.tabs.find(({ id }) => id === tab.id);
        if (tab.sheet.conflict !== null && known !== undefined && known.sheet.conflict === null)
          tellConflict(editor, tab);
      }
      if (tabs !== before.tabs && tabs.some(isDue)) schedule();
    }),
    runs.subscribe(({ connection }, before) => {
      if (connection !== 'live' || before.connection === 'live') return;
      schedule();
      void checkFiles(editor);
    }),
  ];
  globalThis.addEventListener('focus', look);
  // What was restored may wait for its file since the last visit.
  schedule();
  look();
  return () => {
    clearTimeout(timer);
    for (const end of subscriptions) end();
    globalThis.removeEventListener('focus', look);
  };
}

const isDue = (tab: Tab): boolean =>
  tab.sheet.file !== null && tab.sheet.conflict === null && isTabUnsaved(tab);

function tellConflict({ session }: Editor, { id, sheet }: Tab): void {
  const what = sheet.conflict === 'gone' ? 'was deleted or renamed' : 'was changed';
  notifyWithAction(session, `The file ${sheet.file ?? ''} ${what} elsewhere. Your work is kept here.`, {
    label: 'Decide…',
    run: () => session.setState({ dialog: { type: 'conflict', tab: id } }),
  });
}

/** Compares the tabs with their files. Where nothing is unsaved the file's new version is shown; else the tab is marked. */
export async function checkFiles(editor: Editor): Promise<void> {
  for (const { id } of editor.document.getState().tabs)
    await editor.inTurn(savingOf(id), () => check(editor, id));
}

async function check({ document, remote, session }: Editor, id: string): Promise<void> {
  const tab = document.getState().tabs.find((other) => other.id === id);
  if (tab === undefined || tab.sheet.file === null || tab.sheet.conflict !== null) return;
  const { file, etag } = tab.sheet;
  try {
    const theirs = await remote.openWorkflow(file);
    if (theirs.etag === etag) return;
    const now = document.getState().tabs.find((other) => other.id === id);
    if (now === undefined || now.sheet.etag !== etag) return;
    if (isTabUnsaved(now)) document.updateSheet({ conflict: 'changed' }, id);
    else {
      const sheet = { file, etag: theirs.etag, saved: theirs.document, opened: theirs.document };
      document.replace(id, theirs.document, sheet);
      notify(session, 'info', `${file} was changed elsewhere; this is its new version.`);
    }
  } catch (error) {
    if (error instanceof RemoteError && error.status === 404)
      document.updateSheet({ conflict: 'gone', saved: null }, id);
    else if (error instanceof RemoteError && error.status === 422)
      notify(session, 'warning', `${file}: ${messageOf(error)}`);
  }
}
