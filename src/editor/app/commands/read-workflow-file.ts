import { parseDocumentText } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';

/** What a file holds: a workflow, with sentences about what could not be taken over as it was; or why there is none. */
export type ReadWorkflow =
  | { readonly ok: true; readonly document: WorkflowDocument; readonly notices: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** Files beyond this are no workflows, bytes. */
const largestBytes = 128 * 1024 * 1024;

/** Reads the workflow that a file holds or carries. The one door for import, drop and paste. */
export async function readWorkflowFile(file: File): Promise<ReadWorkflow> {
  if (file.size > largestBytes) return { ok: false, message: `${file.name} is too large for a workflow.` };
  if (file.type.startsWith('image/')) return { ok: false, message: `${file.name} carries no workflow.` };
  return readWorkflowText(await file.text(), file.name);
}

/** Reads pasted or downloaded text. `name` says where it came from, for messages. */
export async function readWorkflowText(text: string, name: string): Promise<ReadWorkflow> {
  const parsed = parseDocumentText(text);
  return parsed.ok
    ? { ok: true, document: parsed.document, notices: [] }
    : { ok: false, message: `${name}: ${parsed.diagnostics[0]?.message ?? 'The file cannot be read.'}` };
}
