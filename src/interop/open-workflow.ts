import { brokenLimit } from '#core/document/limits.ts';
import { parseDocument } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

import { isPrompt } from './comfy/read-prompt.ts';
import { isUiWorkflow } from './comfy/ui-graph.ts';
import { fieldOf, isRecord, type JsonRecord } from './values.ts';

/** A workflow in the format of its file, before anything is made of it. */
export type OpenedWorkflow =
  | { readonly format: 'batchwork'; readonly document: WorkflowDocument }
  | { readonly format: 'comfy' | 'comfy-api'; readonly value: JsonRecord };

export type OpenWorkflow =
  | { readonly ok: true; readonly workflow: OpenedWorkflow }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export const refuse = (
  code: Diagnostic['code'],
  message: string,
): { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } => ({
  ok: false,
  diagnostics: [{ code, severity: 'error', message }],
});

/** Tells the format of a JSON value and checks its limits. Never throws. */
export function openWorkflow(value: unknown): OpenWorkflow {
  const broken = brokenLimit(value);
  if (broken !== undefined) return refuse('limit-exceeded', broken);
  if (!isRecord(value))
    return refuse('not-a-workflow', 'The file holds no workflow: a JSON object was expected.');
  if (Object.hasOwn(value, 'format')) {
    const own = parseDocument(value);
    return own.ok ? { ok: true, workflow: { format: 'batchwork', document: own.document } } : own;
  }
  // As such, or in the envelope of a request or of an export.
  for (const each of [value, fieldOf(value, 'prompt'), fieldOf(value, 'output')])
    if (isPrompt(each)) return { ok: true, workflow: { format: 'comfy-api', value: each } };
  for (const each of [value, fieldOf(value, 'workflow')])
    if (isUiWorkflow(each) && holdsNodes(each))
      return { ok: true, workflow: { format: 'comfy', value: each } };
  return refuse(
    'not-a-workflow',
    'The file is no Batchwork workflow, and no ComfyUI workflow or API prompt either.',
  );
}

/** Whether anything in the list of nodes looks like one. */
function holdsNodes(workflow: JsonRecord): boolean {
  const nodes = fieldOf(workflow, 'nodes');
  if (!Array.isArray(nodes)) return false;
  return nodes.length === 0
    ? Object.hasOwn(workflow, 'links') || Object.hasOwn(workflow, 'version')
    : nodes.some((node) => typeof fieldOf(node, 'type') === 'string');
}
