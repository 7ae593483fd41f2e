import type { WorkflowDocument } from '#core/document/schema.ts';
import { serializeDocument } from '#core/document/serialize.ts';

import { documentOf, sheetOf } from '../../state/document-store.ts';
import { fileNameOf } from '../../workflow/file-name.ts';
import type { Editor } from '../editor.ts';
import { carriesKey } from './carries-key.ts';

/** Downloads the document as a JSON file. */
export async function exportFile(editor: Editor): Promise<void> {
  const workflow = documentOf(editor.document.getState());
  if (await carriesKey(editor, workflow)) return;
  if (!sheetOf(editor.document.getState()).foreign) void editor.ownWorkflows.remember(workflow);
  download(serializeDocument(workflow), nameOf(workflow, 'json'));
}

/** Downloads the workflow as ComfyUI's editor saves it; an import gives it back as it is. */
export async function exportComfy(editor: Editor): Promise<void> {
  const workflow = documentOf(editor.document.getState());
  if (await carriesKey(editor, workflow)) return;
  const { documentToUi } = await import('#interop/comfy/document-to-ui.ts');
  const { catalog } = editor.session.getState();
  download(toText(documentToUi(workflow, { catalog, carry: true })), nameOf(workflow, 'comfy.json'));
}

/** Downloads the workflow as a prompt of ComfyUI's API. */
export async function exportComfyApi(editor: Editor): Promise<void> {
  const workflow = documentOf(editor.document.getState());
  if (await carriesKey(editor, workflow)) return;
  const { documentToPrompt } = await import('#interop/comfy/document-to-prompt.ts');
  const prompt = documentToPrompt(workflow, editor.session.getState().catalog, { carry: true });
  download(toText(prompt), nameOf(workflow, 'comfy-api.json'));
}

const nameOf = (workflow: WorkflowDocument, ending: string): string =>
  `${fileNameOf(workflow.name)}.${ending}`;

const toText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Hands text to the browser as a file to keep. */
function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = globalThis.document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
