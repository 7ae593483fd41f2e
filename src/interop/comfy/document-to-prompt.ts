import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { documentToFlat } from './document-to-flat.ts';
import { flatToPrompt } from './flat-to-prompt.ts';
import type { Prompt } from './prompt-schema.ts';

/**
 * The API prompt of a document: what is muted is left out, bypass resolved, ids as they are. A prompt knows no
 * positions, notes or muted nodes; with `carry` the whole document travels in the `_meta` of its first node, which
 * ComfyUI passes over, so that an import gives it back.
 */
export function documentToPrompt(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  options: { carry?: boolean } = {},
): Prompt {
  const prompt = flatToPrompt(documentToFlat(document, catalog));
  const [first] = Object.entries(prompt);
  if (options.carry !== true || first === undefined) return prompt;
  const [id, node] = first;
  return { ...prompt, [id]: { ...node, _meta: { ...node._meta, batchwork: { document } } } };
}
