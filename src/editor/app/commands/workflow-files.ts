import { emptyDocument } from '#core/document/empty.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';

import { messageOf } from '../../remote/remote-error.ts';
import { newSheet, type Sheet } from '../../state/tab.ts';
import type { Editor } from '../editor.ts';
import { fetchRun } from '../follow-runs.ts';
import { notify } from '../notices.ts';

/** Shows a document in a tab of its own. */
export function openDocument(editor: Editor, document: WorkflowDocument, sheet?: Partial<Sheet>): void {
  editor.document.open(document, { ...newSheet, opened: document, ...sheet });
  editor.session.setState({ dialog: null });
}

export const newWorkflow = (editor: Editor): void => openDocument(editor, emptyDocument());

/** Opens a saved workflow by its file name, or shows the tab that has it. */
export async function openFile(editor: Editor, file: string): Promise<void> {
  const { document, remote, session } = editor;
  const there = document.getState().tabs.find(({ sheet }) => sheet.file === file);
  if (there !== undefined) {
    document.activate(there.id);
    session.setState({ dialog: null });
    return;
  }
  try {
    const opened = await remote.openWorkflow(file);
    openDocument(editor, opened.document, {
      file: opened.file,
      etag: opened.etag,
      saved: opened.document,
      foreign: editor.foreignFiles.has(opened.file),
    });
  } catch (error) {
    notify(session, 'error', messageOf(error));
  }
}

/** Opens the document that a run was started with, and shows that run's results. */
export async function openRun(editor: Editor, run: string): Promise<void> {
  try {
    const [workflow] = await Promise.all([editor.remote.jobWorkflow(run), fetchRun(editor, run)]);
    openDocument(editor, workflow, { runs: [run] });
  } catch (error) {
    notify(editor.session, 'error', messageOf(error));
  }
}
