import { parseDocumentText } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { ImportReport } from '#interop/report.ts';

/** What a file holds: a workflow, with what could not be taken over as it was; or why there is none. */
export type ReadWorkflow =
  | {
      readonly ok: true;
      readonly document: WorkflowDocument;
      readonly report: ImportReport;
      readonly source: string;
    }
  | { readonly ok: false; readonly message: string };

/** Files beyond this are no workflows, bytes. */
const largestBytes = 128 * 1024 * 1024;

/** Reads the workflow that a file holds or carries, in any format. The one door for import, drop and paste. */
export async function readWorkflowFile(file: File, catalog: DescriptorCatalog): Promise<ReadWorkflow> {
  if (file.size > largestBytes) return { ok: false, message: `${file.name} is too large for a workflow.` };
  return readBytes(new Uint8Array(await file.arrayBuffer()), { catalog, name: file.name });
}

/** Reads pasted or downloaded text. `name` says where it came from, for messages. */
export async function readWorkflowText(
  text: string,
  source: { readonly catalog: DescriptorCatalog; readonly name: string },
): Promise<ReadWorkflow> {
  const own = parseDocumentText(text);
  return own.ok
    ? { ok: true, document: own.document, report: [], source: source.name }
    : readBytes(new TextEncoder().encode(text), source);
}

async function readBytes(
  bytes: Uint8Array,
  { catalog, name }: { readonly catalog: DescriptorCatalog; readonly name: string },
): Promise<ReadWorkflow> {
  const interop = await import('#interop/read-workflow-file.ts');
  const read = await interop.readWorkflowFile(bytes, { catalog, name: name.replace(/\.[^.]*$/, '') });
  return read.ok
    ? { ok: true, document: read.document, report: read.report, source: name }
    : { ok: false, message: `${name}: ${read.diagnostics[0]?.message ?? 'The file cannot be read.'}` };
}
