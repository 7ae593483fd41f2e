import type { Editor } from '../editor.ts';
import { notify } from '../notices.ts';
import { readWorkflowFile, readWorkflowText, type ReadWorkflow } from './read-workflow-file.ts';
import { openDocument } from './workflow-files.ts';

/** Opens what was read in a tab of its own and tells what has to be known about it. */
function openRead(editor: Editor, read: ReadWorkflow): boolean {
  if (!read.ok) {
    notify(editor.session, 'error', read.message);
    return false;
  }
  openDocument(editor, read.document);
  for (const notice of read.notices.slice(0, 3)) notify(editor.session, 'warning', notice);
  return true;
}

/** Opens a workflow from a file of this computer. Answers with whether it holds one. */
export const importFile = async (editor: Editor, file: File): Promise<boolean> =>
  openRead(editor, await readWorkflowFile(file));

/** Opens a workflow from text. */
export const importText = async (editor: Editor, text: string, name: string): Promise<boolean> =>
  openRead(editor, await readWorkflowText(text, name));

/** Lets a person choose workflow files to import. */
export function chooseFile(editor: Editor): void {
  const input = globalThis.document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = '.json,application/json,image/png,image/webp,image/jpeg';
  input.addEventListener('change', () => {
    for (const file of input.files ?? []) void importFile(editor, file);
  });
  input.click();
}
