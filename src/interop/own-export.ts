import { parseDocument } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { documentToPrompt } from './comfy/document-to-prompt.ts';
import { documentToUi } from './comfy/document-to-ui.ts';
import { fieldOf, isRecord, sameJson, type JsonRecord } from './values.ts';

/** A document that travels in a file of ComfyUI's, and whether the rest of the file still says the same. */
export interface Carried {
  readonly document: WorkflowDocument;
  readonly unchanged: boolean;
}

/** The document in a workflow that Batchwork wrote for ComfyUI's editor. */
export function carriedByUi(workflow: JsonRecord, catalog: DescriptorCatalog): Carried | undefined {
  const document = parsed(fieldOf(fieldOf(fieldOf(workflow, 'extra'), 'batchwork'), 'document'));
  if (document === undefined) return undefined;
  return {
    document,
    unchanged: sameJson(asJson(documentToUi(document, { catalog, carry: true })), workflow),
  };
}

/** A workflow of ours without the document that it carries, and the same as it was written. */
export function apartFromCarried(
  workflow: JsonRecord,
  { document }: Carried,
  catalog: DescriptorCatalog,
): { now: JsonRecord; before: JsonRecord } {
  const extra = fieldOf(workflow, 'extra');
  const { batchwork: _document, ...rest } = isRecord(extra) ? extra : {};
  const written = asJson(documentToUi(document, { catalog }));
  return { now: { ...workflow, extra: rest }, before: isRecord(written) ? written : {} };
}

/** The document in an API prompt that Batchwork wrote. */
export function carriedByPrompt(prompt: JsonRecord, catalog: DescriptorCatalog): Carried | undefined {
  for (const node of Object.values(prompt)) {
    const document = parsed(fieldOf(fieldOf(fieldOf(node, '_meta'), 'batchwork'), 'document'));
    if (document === undefined) continue;
    return {
      document,
      unchanged: sameJson(asJson(documentToPrompt(document, catalog, { carry: true })), prompt),
    };
  }
  return undefined;
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function parsed(value: unknown): WorkflowDocument | undefined {
  if (value === undefined) return undefined;
  const document = parseDocument(value);
  return document.ok ? document.document : undefined;
}
