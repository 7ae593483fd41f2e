import type { WorkflowDocument } from '#core/document/schema.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { documentToPrompt } from './comfy/document-to-prompt.ts';
import { documentToUi } from './comfy/document-to-ui.ts';
import { asciiJson } from './images/byte-text.ts';

/** More than any image should carry; a larger workflow is left out. */
const largestTexts = 8 * 1_048_576;

/**
 * What an image carries of the workflow that made it: our document, and for programs that read ComfyUI's files its
 * prompt and workflow. Built from the document alone. Undefined when it is too large, or when `holdsSecret` finds a
 * live key in it.
 */
export function workflowTexts(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  holdsSecret: (text: string) => boolean,
): ReadonlyMap<string, string> | undefined {
  const texts = new Map([
    ['batchwork', asciiJson(JSON.parse(serializeDocument(document)))],
    ['prompt', asciiJson(documentToPrompt(document, catalog))],
    ['workflow', asciiJson(documentToUi(document, { catalog }))],
  ]);
  const all = [...texts.values()];
  if (all.some(holdsSecret)) return undefined;
  return all.reduce((sum, text) => sum + text.length, 0) > largestTexts ? undefined : texts;
}
