import type { Diagnostic } from '../run/diagnostic.ts';
import { brokenLimit, documentLimits } from './limits.ts';
import { migrate } from './migrate.ts';
import { workflowDocumentSchema, type WorkflowDocument } from './schema.ts';

export type ParsedDocument =
  | { ok: true; document: WorkflowDocument }
  | { ok: false; diagnostics: readonly Diagnostic[] };

const refuse = (code: Diagnostic['code'], message: string): ParsedDocument => ({
  ok: false,
  diagnostics: [{ code, severity: 'error', message }],
});

/** Reads a workflow file's text. Never throws; whatever is wrong comes back as diagnostics. */
export function parseDocumentText(text: string): ParsedDocument {
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    return refuse(
      'not-json',
      `The file is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`,
    );
  }
  return parseDocument(value);
}

/** Checks limits, lifts older versions and checks the shape of a workflow that is already a JSON value. */
export function parseDocument(value: unknown): ParsedDocument {
  const broken = brokenLimit(value);
  if (broken !== undefined) return refuse('limit-exceeded', broken);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('not-a-workflow', 'The file holds no workflow: a JSON object was expected.');
  if (!('format' in value) && 'nodes' in value && 'links' in value)
    return refuse('not-a-workflow', 'The file is a ComfyUI workflow, which this version does not read yet.');
  if (!('format' in value) || value.format !== 'batchwork')
    return refuse('not-a-workflow', 'The file is no Batchwork workflow: "format" is not "batchwork".');
  const lifted = migrate({ ...value });
  if (!lifted.ok) return refuse('unsupported-version', lifted.message);
  const parsed = workflowDocumentSchema.safeParse(lifted.document);
  if (!parsed.success)
    return {
      ok: false,
      diagnostics: parsed.error.issues.slice(0, 50).map((issue) => describeIssue(issue, lifted.document)),
    };
  if (parsed.data.nodes.length > documentLimits.nodes)
    return refuse('limit-exceeded', `The workflow has more than ${documentLimits.nodes} nodes.`);
  if (parsed.data.edges.length > documentLimits.edges)
    return refuse('limit-exceeded', `The workflow has more than ${documentLimits.edges} edges.`);
  return { ok: true, document: parsed.data };
}

/** Puts a schema issue at the node it belongs to, if it belongs to one. */
function describeIssue(
  issue: { path: readonly PropertyKey[]; message: string },
  document: Record<string, unknown>,
): Diagnostic {
  const [section, index, , port] = issue.path;
  const nodes = document['nodes'];
  const node: unknown =
    section === 'nodes' && typeof index === 'number' && Array.isArray(nodes) ? nodes[index] : undefined;
  const id = typeof node === 'object' && node !== null && 'id' in node ? node.id : undefined;
  return {
    code: 'invalid-document',
    severity: 'error',
    message: `${issue.path.map(String).join('.') || 'The workflow'}: ${issue.message}.`,
    ...(typeof id === 'string' ? { node: id } : {}),
    ...(typeof port === 'string' && issue.path[2] === 'inputs' ? { port } : {}),
  };
}
