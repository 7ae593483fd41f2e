import { renameDocument } from '#core/document/edits.ts';
import { emptyDocument } from '#core/document/empty.ts';
import { parseDocumentText } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import { serializeDocument } from '#core/document/serialize.ts';

import { messageOf, RemoteError } from '../../remote/remote-error.ts';
import type { WritePrecondition } from '../../remote/remote.ts';
import { documentOf, hasUnsavedWork, newSheet, sheetOf, type Sheet } from '../../state/document-store.ts';
import { nothing } from '../../state/session-store.ts';
import { fileNameOf } from '../../workflow/file-name.ts';
import type { Editor } from '../editor.ts';
import { fetchRun } from '../follow-runs.ts';
import { notify } from '../notices.ts';

/** Shows a document in place of the present one, which stays behind Undo and, if it was not saved, in a file. */
export function openDocument(editor: Editor, document: WorkflowDocument, sheet?: Partial<Sheet>): void {
  if (hasUnsavedWork(editor.document.getState())) void keepUnsaved(editor);
  editor.document.seal();
  editor.document.open(document, { ...newSheet, opened: document, ...sheet });
  editor.session.setState({
    selectedNodes: nothing,
    selectedEdges: nothing,
    expanded: nothing,
    dialog: null,
  });
  editor.canvas?.show();
}

/** Writes work that was never saved to a file of its own, because Undo ends with the page. */
async function keepUnsaved({ document, remote, session }: Editor): Promise<void> {
  const workflow = documentOf(document.getState());
  const name = `Unsaved/${fileNameOf(workflow.name)}`;
  for (let number = 1; number <= 99; number += 1) {
    const file = number === 1 ? name : `${name} ${number}`;
    try {
      await remote.writeWorkflow(file, workflow, 'new');
      notify(session, 'info', `"${workflow.name}" was not saved; it is kept as ${file}.`);
      return;
    } catch (error) {
      if (error instanceof RemoteError && isConflict(error)) continue;
      notify(session, 'warning', `"${workflow.name}" was not saved. ${messageOf(error)}`);
      return;
    }
  }
}

const isConflict = ({ status }: RemoteError): boolean => status === 412 || status === 409;

export const newWorkflow = (editor: Editor): void => openDocument(editor, emptyDocument());

/** Opens a saved workflow by its file name. */
export async function openFile(editor: Editor, file: string): Promise<void> {
  try {
    const opened = await editor.remote.openWorkflow(file);
    openDocument(editor, opened.document, {
      file: opened.file,
      etag: opened.etag,
      saved: opened.document,
    });
  } catch (error) {
    notify(editor.session, 'error', messageOf(error));
  }
}

/** Writes the document to its file, or asks for a name when it has none. */
export async function save(editor: Editor): Promise<void> {
  const state = editor.document.getState();
  const { file } = sheetOf(state);
  await (file === null
    ? saveAs(editor, fileNameOf(documentOf(state).name))
    : write(editor, file, sheetOf(state).etag));
}

/** Writes the document to a new file; when there is one of that name, a person is asked. */
export async function saveAs(editor: Editor, file: string): Promise<boolean> {
  return write(editor, file, null);
}

async function write(editor: Editor, file: string, etag: string | null): Promise<boolean> {
  const { document, session, remote } = editor;
  const workflow = documentOf(document.getState());
  const send = async (precondition: WritePrecondition): Promise<boolean> => {
    const written = await remote.writeWorkflow(file, workflow, precondition);
    document.updateSheet({ file: written.file, etag: written.etag, saved: workflow });
    notify(session, 'info', `Saved as ${written.file}.`);
    session.setState({ dialog: null });
    return true;
  };
  try {
    return await send(etag === null ? 'new' : { etag }).catch((error: unknown) => {
      const stands =
        etag === null
          ? `There is a workflow named ${file} already.`
          : `${file} was changed elsewhere meanwhile.`;
      if (!(error instanceof RemoteError) || !isConflict(error)) throw error;
      return (
        globalThis.confirm(`${stands} Replace it with yours? The other one goes to the bin.`) && send('any')
      );
    });
  } catch (error) {
    notify(session, 'error', messageOf(error));
    return false;
  }
}

/** Names the workflow. A saved one keeps its file in step with the name. */
export async function rename(editor: Editor, name: string): Promise<void> {
  const { document, session, remote } = editor;
  const trimmed = name.trim();
  if (trimmed === '' || trimmed === documentOf(document.getState()).name) return;
  document.seal();
  document.apply(renameDocument(trimmed));
  const { file } = sheetOf(document.getState());
  if (file === null) return;
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
  try {
    const renamed = await remote.renameWorkflow(file, `${folder}${fileNameOf(trimmed)}`);
    document.updateSheet({ file: renamed.file, etag: renamed.etag });
  } catch (error) {
    notify(session, 'warning', `The file keeps its name ${file}. ${messageOf(error)}`);
  }
}

/** Downloads the document as a JSON file. */
export function exportFile({ document }: Editor): void {
  const workflow = documentOf(document.getState());
  const url = URL.createObjectURL(new Blob([serializeDocument(workflow)], { type: 'application/json' }));
  const link = globalThis.document.createElement('a');
  link.href = url;
  link.download = `${fileNameOf(workflow.name)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Opens a workflow from a file of this computer. */
export async function importFile(editor: Editor, file: File): Promise<void> {
  const parsed = parseDocumentText(await file.text());
  if (parsed.ok) openDocument(editor, parsed.document);
  else
    notify(
      editor.session,
      'error',
      `${file.name}: ${parsed.diagnostics[0]?.message ?? 'The file cannot be read.'}`,
    );
}

/** Lets a person choose a workflow file to import. */
export function chooseFile(editor: Editor): void {
  const input = globalThis.document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void importFile(editor, file);
  });
  input.click();
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
