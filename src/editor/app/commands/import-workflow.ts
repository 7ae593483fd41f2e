import type { Position } from '#core/document/schema.ts';

import type { Editor } from '../editor.ts';
import { notify } from '../notices.ts';
import { addImages } from './image-files.ts';
import type { ReadWorkflow } from './read-workflow-file.ts';
import { openDocument } from './workflow-files.ts';

/** Readers of workflows are fetched when the first file comes. */
const readers = () => import('./read-workflow-file.ts');

/** Opens what was read in a tab of its own and tells what has to be known about it. */
export async function openRead(editor: Editor, read: ReadWorkflow): Promise<boolean> {
  if (!read.ok) {
    notify(editor.session, 'error', read.message);
    return false;
  }
  openDocument(editor, read.document, { foreign: !(await editor.ownWorkflows.knows(read.document)) });
  const { source, report } = read;
  if (report.length > 0) editor.session.setState({ dialog: { type: 'import-report', source, report } });
  return true;
}

const catalogOf = ({ session }: Editor) => session.getState().catalog;

/** Opens a workflow from a file of this computer. Answers with whether it holds one. */
export const importFile = async (editor: Editor, file: File): Promise<boolean> =>
  openRead(editor, await (await readers()).readWorkflowFile(file, catalogOf(editor)));

/** Opens a workflow from text. */
export const importText = async (editor: Editor, text: string, name: string): Promise<boolean> =>
  openRead(editor, await (await readers()).readWorkflowText(text, { catalog: catalogOf(editor), name }));

/** Puts images on the canvas. When a single one carries the workflow that made it, a person chooses between the two. */
export async function takeImages(editor: Editor, files: readonly File[], at: Position): Promise<void> {
  const [file] = files;
  const read =
    file !== undefined && files.length === 1
      ? await (await readers()).readWorkflowFile(file, catalogOf(editor))
      : undefined;
  if (file !== undefined && read?.ok === true)
    editor.session.setState({ dialog: { type: 'image-workflow', file, read, at } });
  else await addImages(editor, files, at);
}

/** Lets a person choose workflow files to import. */
export function chooseFile(editor: Editor): void {
  const input = globalThis.document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = '.json,application/json,image/png,image/webp,image/jpeg,image/svg+xml';
  input.addEventListener('change', () => {
    for (const file of input.files ?? []) void importFile(editor, file);
  });
  input.click();
}
