import { renameDocument } from '#core/document/edits.ts';
import { serializeDocument } from '#core/document/serialize.ts';

import { messageOf, RemoteError } from '../../remote/remote-error.ts';
import type { WritePrecondition } from '../../remote/remote.ts';
import { activeTab, documentOf, sheetOf } from '../../state/document-store.ts';
import { isTabUnsaved, type Tab } from '../../state/tab.ts';
import { fileNameOf } from '../../workflow/file-name.ts';
import type { Editor } from '../editor.ts';
import { notify, notifyWithAction } from '../notices.ts';

export const isConflict = (error: unknown): boolean =>
  error instanceof RemoteError && (error.status === 412 || error.status === 409);

const findTab = ({ document }: Editor, id: string): Tab | undefined =>
  document.getState().tabs.find((tab) => tab.id === id);

/** Name of the turns in which one tab's file is written. */
export const savingOf = (id: string): string => `save ${id}`;

/** Writes a tab's document as it is now. @throws RemoteError when that is refused or no answer comes. */
async function write(editor: Editor, tab: Tab, file: string, precondition: WritePrecondition): Promise<void> {
  const { present } = tab.history;
  const written = await editor.remote.writeWorkflow(file, present, precondition);
  const { etag } = written;
  if (tab.sheet.foreign) editor.foreignFiles.add(written.file);
  editor.document.updateSheet({ file: written.file, etag, saved: present, conflict: null }, tab.id);
}

/**
 * Writes a tab to the file it has. Where the file was changed elsewhere, nothing is written and the tab is marked.
 * Answers with whether the file holds the document now.
 * @throws RemoteError for trouble that is no conflict.
 */
export function saveTab(editor: Editor, id: string): Promise<boolean> {
  return editor.inTurn(savingOf(id), async () => {
    const tab = findTab(editor, id);
    if (tab === undefined || tab.sheet.file === null) return false;
    const { file, etag } = tab.sheet;
    if (!isTabUnsaved(tab)) return true;
    try {
      await write(editor, tab, file, etag === null ? 'new' : { etag });
      return true;
    } catch (error) {
      if (!isConflict(error)) throw error;
      return settle(editor, tab, file);
    }
  });
}

/** After a refused write: what stands in the file may be ours, when only the answer was lost. */
async function settle(editor: Editor, tab: Tab, file: string): Promise<boolean> {
  const { document, remote } = editor;
  try {
    const theirs = await remote.openWorkflow(file);
    const text = serializeDocument(theirs.document);
    const ours = [tab.history.present, ...tab.history.past.slice(-20), tab.sheet.saved];
    if (ours.some((version) => version !== null && serializeDocument(version) === text)) {
      await write(editor, tab, file, { etag: theirs.etag });
      return true;
    }
    document.updateSheet({ conflict: 'changed' }, tab.id);
  } catch (error) {
    if (!(error instanceof RemoteError) || (error.status !== 404 && error.status !== 422)) throw error;
    document.updateSheet({ conflict: error.status === 404 ? 'gone' : 'changed' }, tab.id);
  }
  return false;
}

/** Writes the document to its file, or gives it one named after the workflow. A person is asked where that is taken. */
export async function save(editor: Editor): Promise<void> {
  const { document, session } = editor;
  const { id, sheet } = activeTab(document.getState());
  if (sheet.file === null) {
    await saveAs(editor, fileNameOf(documentOf(document.getState()).name), 'new');
    return;
  }
  if (sheet.conflict !== null) {
    session.setState({ dialog: { type: 'conflict', tab: id } });
    return;
  }
  try {
    if (await saveTab(editor, id)) notify(session, 'info', `Saved as ${sheet.file}.`);
    else session.setState({ dialog: { type: 'conflict', tab: id } });
  } catch (error) {
    notify(session, 'error', messageOf(error));
  }
}

/** Writes the document to another file, which is its file from then on. Where there is one of that name, a person is asked. */
export async function saveAs(
  editor: Editor,
  file: string,
  precondition: WritePrecondition,
): Promise<boolean> {
  const { document, session } = editor;
  const tab = activeTab(document.getState());
  return editor.inTurn(savingOf(tab.id), async () => {
    try {
      await write(editor, findTab(editor, tab.id) ?? tab, file, precondition);
      session.setState({ dialog: null });
      notify(session, 'info', `Saved as ${file}.`);
      return true;
    } catch (error) {
      if (isConflict(error)) session.setState({ dialog: { type: 'save-as', taken: file } });
      else notify(session, 'error', messageOf(error));
      return false;
    }
  });
}

/** Names the workflow. A saved one's file is named alike, which can be taken back. */
export async function rename(editor: Editor, name: string): Promise<void> {
  const { document, session } = editor;
  const before = documentOf(document.getState()).name;
  const trimmed = name.trim();
  if (trimmed === '' || trimmed === before) return;
  document.seal();
  document.apply(renameDocument(trimmed));
  const { file } = sheetOf(document.getState());
  if (file === null) return;
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const to = `${folder}${fileNameOf(trimmed)}`;
  if (to === file) return;
  try {
    await renameFile(editor, file, to);
    notifyWithAction(session, `The file ${file} is called ${to} now.`, {
      label: 'Undo',
      run: () =>
        void renameFile(editor, to, file).catch((error: unknown) =>
          notify(session, 'error', messageOf(error)),
        ),
    });
  } catch (error) {
    notify(session, 'warning', `The file keeps its name ${file}. ${messageOf(error)}`);
  }
}

/** Gives a file another name; tabs that show it follow. @throws RemoteError, as when the name is taken. */
export async function renameFile(editor: Editor, file: string, to: string): Promise<void> {
  const { document, remote } = editor;
  const id = document.getState().tabs.find(({ sheet }) => sheet.file === file)?.id;
  await editor.inTurn(savingOf(id ?? file), async () => {
    const renamed = await remote.renameWorkflow(file, to);
    if (editor.foreignFiles.has(file)) editor.foreignFiles.add(renamed.file);
    if (id !== undefined) document.updateSheet({ file: renamed.file }, id);
  });
}
