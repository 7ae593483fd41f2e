import { brokenLimit } from '#core/document/limits.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import type { SubmittedWorkflow } from '#engine/run/run-input.ts';
import { readWorkflowValue, type ImportedWorkflow } from '#interop/read-workflow.ts';

import { coerceLiterals, withoutUndeclared } from './comfy-literals.ts';
import { fillInImages, findNamedImages, type FindImage } from './named-images.ts';

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

/**
 * Reads a document of ours, a prompt of ComfyUI's API, or what ComfyUI's editor saves. The latter two are taken as
 * ComfyUI takes them: names of input images become the images, "3" is a number where one is wanted, and what a class
 * does not declare is passed over.
 */
export async function takeWorkflow(
  workflow: Readonly<Record<string, unknown>>,
  { catalog, findImage }: { catalog: DescriptorCatalog; findImage: FindImage },
): Promise<TakenWorkflow> {
  if (Object.hasOwn(workflow, 'format')) {
    const own = readWorkflowValue(workflow, { catalog });
    return own.ok ? { ok: true, document: own.document, submitted: undefined, nodeIds: {} } : own;
  }
  const broken = brokenLimit(workflow);
  if (broken !== undefined)
    return { ok: false, diagnostics: [{ code: 'limit-exceeded', severity: 'error', message: broken }] };
  const { images, renamed } = await findNamedImages(workflow, findImage);
  const read = readWorkflowValue(withoutUndeclared(renamed, catalog), { catalog, images, name: 'Prompt' });
  if (!read.ok) return read;
  const missing = missingImages(read);
  if (missing.length > 0) return { ok: false, diagnostics: missing };
  const filled = fillInImages(coerceLiterals(read.document, catalog), { catalog, images });
  if (!filled.ok) return filled;
  return {
    ok: true,
    document: filled.document,
    submitted: { format: read.format === 'comfy-api' ? 'api' : 'save', workflow },
    nodeIds: sentIds(read),
  };
}

const missingImages = ({ report }: ImportedWorkflow): Diagnostic[] =>
  report.flatMap(({ code, nodes }) =>
    code === 'image-to-pick'
      ? nodes.map((node): Diagnostic => ({
          code: 'invalid-value',
          severity: 'error',
          message: 'There is no input image of that name. Upload it first.',
          node,
          port: 'images',
        }))
      : [],
  );

/** Nodes that were made beside a mapped one are called by its id with a word behind it, and answer to it. */
function sentIds({ document, idMap }: ImportedWorkflow): Record<string, string> {
  const sent = new Map<string, string>();
  for (const [id, own] of idMap) if (!sent.has(own) || id === own) sent.set(own, id);
  const renamed: Record<string, string> = {};
  for (const { id } of document.nodes) {
    const known =
      sent.get(id) ??
      besides(id)
        .map((owner) => sent.get(owner))
        .find((owner) => owner !== undefined);
    if (known !== undefined && known !== id) renamed[id] = known;
  }
  return renamed;
}

/** `4-merge-1` stands beside `4-merge` or `4`. */
function besides(id: string): string[] {
  const parts = id.split('-');
  return parts.slice(1).map((_part, index) => parts.slice(0, parts.length - 1 - index).join('-'));
}
