import { documentOf } from '../../state/document-store.ts';
import { fileNameOf } from '../../workflow/file-name.ts';
import type { Editor } from '../editor.ts';
import { download } from './workflow-files.ts';

/** Downloads the workflow as ComfyUI's editor saves it; an import gives it back as it is. */
export async function exportComfy({ document, session }: Editor): Promise<void> {
  const workflow = documentOf(document.getState());
  const { documentToUi } = await import('#interop/comfy/document-to-ui.ts');
  const { catalog } = session.getState();
  download(
    toText(documentToUi(workflow, { catalog, carry: true })),
    `${fileNameOf(workflow.name)}.comfy.json`,
  );
}

/** Downloads the workflow as a prompt of ComfyUI's API. */
export async function exportComfyApi({ document, session }: Editor): Promise<void> {
  const workflow = documentOf(document.getState());
  const { documentToPrompt } = await import('#interop/comfy/document-to-prompt.ts');
  const prompt = documentToPrompt(workflow, session.getState().catalog, { carry: true });
  download(toText(prompt), `${fileNameOf(workflow.name)}.comfy-api.json`);
}

const toText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
