import { brokenLimit } from '#core/document/limits.ts';
import { parseDocument } from '#core/document/parse.ts';
import { workflowDocumentSchema, type WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

import type { FlatGraph } from './comfy/flat-graph.ts';
import { flatToDocument } from './comfy/flat-to-document.ts';
import { flattenUi } from './comfy/flatten-ui.ts';
import { isPrompt, readPrompt } from './comfy/read-prompt.ts';
import { isUiWorkflow } from './comfy/ui-graph.ts';
import type { WidgetNames } from './comfy/widget-values.ts';
import { parseJson } from './parse-json.ts';
import { createReport, type ImportReport } from './report.ts';
import { fieldOf, isRecord, type JsonRecord } from './values.ts';

/** What a file turned out to be. */
export type WorkflowFormat = 'batchwork' | 'comfy' | 'comfy-api';

export interface ReadOptions {
  /** Descriptors of the installed nodes; decides what can be mapped. */
  readonly catalog: DescriptorCatalog;
  /** Image files at hand, by the name that ComfyUI's LoadImage gives them (`fox.png`, `sub/fox.png`). */
  readonly images?: ReadonlyMap<string, AssetRef>;
  /** What names the values of a ComfyUI workflow that does not name them itself. */
  readonly widgetNames?: WidgetNames;
  /** Name of the document where the file tells none. */
  readonly name?: string;
}

export interface ImportedWorkflow {
  readonly format: WorkflowFormat;
  readonly document: WorkflowDocument;
  /** What the import did; empty for our own format. */
  readonly report: ImportReport;
  /** Ids of the document by the file's own; only nodes that are still there. */
  readonly idMap: ReadonlyMap<string, string>;
}

export type ReadWorkflow =
  | ({ readonly ok: true } & ImportedWorkflow)
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

const refuse = (code: Diagnostic['code'], message: string): ReadWorkflow => ({
  ok: false,
  diagnostics: [{ code, severity: 'error', message }],
});

const emptyImages: ReadonlyMap<string, AssetRef> = new Map();

/**
 * Reads the text of a workflow file in any format that Batchwork knows: its own, ComfyUI's workflow, ComfyUI's API
 * prompt. Never throws.
 */
export function readWorkflowText(text: string, options: ReadOptions): ReadWorkflow {
  const parsed = parseJson(text);
  return parsed.ok
    ? readWorkflowValue(parsed.value, options)
    : refuse('not-json', `The file is not JSON: ${parsed.message}.`);
}

/** The same for a workflow that is a JSON value already. */
export function readWorkflowValue(value: unknown, options: ReadOptions): ReadWorkflow {
  const broken = brokenLimit(value);
  if (broken !== undefined) return refuse('limit-exceeded', broken);
  if (!isRecord(value))
    return refuse('not-a-workflow', 'The file holds no workflow: a JSON object was expected.');
  if (Object.hasOwn(value, 'format')) {
    const own = parseDocument(value);
    return own.ok
      ? { ok: true, format: 'batchwork', document: own.document, report: [], idMap: sameIds(own.document) }
      : own;
  }
  const prompt = findPrompt(value);
  if (prompt !== undefined) return promptToDocument(prompt, options);
  const workflow = findUiWorkflow(value);
  if (workflow !== undefined) return uiToDocument(workflow, options);
  return refuse(
    'not-a-workflow',
    'The file is neither a Batchwork workflow nor a ComfyUI workflow or API prompt.',
  );
}

/** A prompt as such, or in the envelope of a request or of an export. */
function findPrompt(value: JsonRecord): JsonRecord | undefined {
  if (isPrompt(value)) return value;
  for (const name of ['prompt', 'output']) {
    const inner = fieldOf(value, name);
    if (isPrompt(inner)) return inner;
  }
  return undefined;
}

/** Whether anything in the list of nodes looks like one. */
const holdsNodes = (workflow: JsonRecord): boolean => {
  const nodes = fieldOf(workflow, 'nodes');
  if (!Array.isArray(nodes)) return false;
  return nodes.length === 0
    ? Object.hasOwn(workflow, 'links') || Object.hasOwn(workflow, 'version')
    : nodes.some((node) => typeof fieldOf(node, 'type') === 'string');
};

function findUiWorkflow(value: JsonRecord): JsonRecord | undefined {
  for (const each of [value, fieldOf(value, 'workflow')])
    if (isUiWorkflow(each) && holdsNodes(each)) return each;
  return undefined;
}

/** Makes a document of what ComfyUI's editor saves, in its versions 0.4 and 1. */
function uiToDocument(workflow: JsonRecord, options: ReadOptions): ReadWorkflow {
  const report = createReport();
  const flat = flattenUi(workflow, options.widgetNames ?? {}, report);
  return flat.ok
    ? finish('comfy', flat.graph, { ...options, report })
    : refuse('limit-exceeded', flat.message);
}

/**
 * Makes a document of an API prompt. `idMap` leads from the prompt's node ids to the document's, so that outputs can
 * come back under the ids that a client knows.
 */
export function promptToDocument(prompt: JsonRecord, options: ReadOptions): ReadWorkflow {
  const report = createReport();
  return finish('comfy-api', readPrompt(prompt, report), { ...options, report });
}

function finish(
  format: WorkflowFormat,
  graph: FlatGraph,
  { report, ...options }: ReadOptions & { report: ReturnType<typeof createReport> },
): ReadWorkflow {
  const { document, idMap } = flatToDocument(
    graph,
    { catalog: options.catalog, images: options.images ?? emptyImages, name: options.name ?? 'Untitled' },
    report,
  );
  const checked = workflowDocumentSchema.safeParse(document);
  if (!checked.success)
    return refuse(
      'invalid-document',
      `The workflow cannot be taken in: ${checked.error.issues[0]?.path.map(String).join('.') ?? ''}: ${checked.error.issues[0]?.message ?? 'unfit'}.`,
    );
  const broken = brokenLimit(checked.data);
  if (broken !== undefined) return refuse('limit-exceeded', broken);
  return {
    ok: true,
    format,
    document: checked.data,
    report: report.finish((node) => idMap.get(node) ?? node),
    idMap,
  };
}

const sameIds = (document: WorkflowDocument): ReadonlyMap<string, string> =>
  new Map(document.nodes.map(({ id }) => [id, id]));
