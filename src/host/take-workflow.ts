import { parseDocument } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import type { SubmittedWorkflow } from '#engine/run/run-input.ts';

import { fillInImages, type FindImage } from './fill-in-images.ts';
import { isPrompt, readPrompt } from './read-prompt.ts';

/** A workflow that came in any of the accepted forms, as a document. */
export type TakenWorkflow =
  | {
      readonly ok: true;
      readonly document: WorkflowDocument;
      /** What was sent, where that is no document of ours. */
      readonly submitted: SubmittedWorkflow | undefined;
      /** Id in what was sent, by the id in the document; those that are equal are left out. */
      readonly nodeIds: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a document of ours, or a prompt as ComfyUI's API takes it. File names of input images become images. */
export async function takeWorkflow(
  workflow: Readonly<Record<string, unknown>>,
  { catalog, findImage }: { catalog: DescriptorCatalog; findImage: FindImage },
): Promise<TakenWorkflow> {
  const prompt = isPrompt(workflow);
  const parsed = parseDocument(prompt ? readPrompt(workflow, catalog) : workflow);
  if (!parsed.ok) return parsed;
  if (!prompt) return { ok: true, document: parsed.document, submitted: undefined, nodeIds: {} };
  const filled = await fillInImages(parsed.document, { catalog, findImage });
  if (!filled.ok) return filled;
  return {
    ok: true,
    document: filled.document,
    submitted: { format: 'api', workflow },
    nodeIds: {},
  };
}
