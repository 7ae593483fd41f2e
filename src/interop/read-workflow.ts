import { brokenLimit } from '#core/document/limits.ts';
import { workflowDocumentSchema, type WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

import type { FlatGraph } from './comfy/flat-graph.ts';
import { flatToDocument } from './comfy/flat-to-document.ts';
import { flattenUi } from './comfy/flatten-ui.ts';
import { readPrompt } from './comfy/read-prompt.ts';
import type { WidgetNames } from './comfy/widget-values.ts';
import { withCarried, withOwnIds } from './edited-export.ts';
import { openWorkflow, refuse, type OpenedWorkflow } from './open-workflow.ts';
import { apartFromCarried, carriedByPrompt, carriedByUi } from './own-export.ts';
import { parseJson } from './parse-json.ts';
import { createReport, type ImportReport, type ReportBuilder } from './report.ts';
import type { JsonRecord } from './values.ts';
import type { WorkflowFormat } from './workflow-format.ts';

export interface ReadOptions {
  /** Descriptors of the installed nodes; decides what can be mapped. */
  readonly catalog: DescriptorCatalog;
  /** Image files at hand, by the name that ComfyUI's LoadImage gives them (`fox.png`, `sub/fox.png`). */
  readonly images?: ReadonlyMap<string, AssetRef>;
  /** What names the values of a ComfyUI workflow that does not name them itself. */
  readonly widgetNames?: WidgetNames;
  /** Leaves every class as it is, for conversions from one ComfyUI format to another. */
  readonly keepClasses?: boolean;
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
  const opened = openWorkflow(value);
  return opened.ok ? toDocument(opened.workflow, options) : opened;
}

/** Makes a document of an opened workflow. */
export function toDocument(workflow: OpenedWorkflow, options: ReadOptions): ReadWorkflow {
  if (workflow.format === 'batchwork') return asItIs('batchwork', workflow.document);
  return workflow.format === 'comfy'
    ? uiToDocument(workflow.value, options)
    : promptToDocument(workflow.value, options);
}

const asItIs = (format: WorkflowFormat, document: WorkflowDocument): ReadWorkflow => ({
  ok: true,
  format,
  document,
  report: [],
  idMap: new Map(document.nodes.map(({ id }) => [id, id])),
});

/** Makes a document of what ComfyUI's editor saves, in its versions 0.4 and 1. */
function uiToDocument(workflow: JsonRecord, options: ReadOptions): ReadWorkflow {
  const carried = carriedByUi(workflow, options.catalog);
  if (carried?.unchanged === true) return asItIs('comfy', carried.document);
  const report = createReport();
  const apart = carried === undefined ? undefined : apartFromCarried(workflow, carried, options.catalog);
  const flat = flattenUi(apart?.now ?? workflow, options.widgetNames ?? {}, report);
  if (!flat.ok) return refuse('limit-exceeded', flat.message);
  if (carried === undefined || apart === undefined)
    return finish('comfy', flat.graph, { ...options, report });
  report.add('edited-elsewhere', {});
  const before = flattenUi(apart.before, {}, createReport());
  return finish('comfy', flat.graph, {
    ...options,
    report,
    ...(before.ok ? { carried: { document: carried.document, before: before.graph } } : {}),
  });
}

/**
 * Makes a document of an API prompt. `idMap` leads from the prompt's node ids to the document's, so that outputs can
 * come back under the ids that a client knows.
 */
export function promptToDocument(prompt: JsonRecord, options: ReadOptions): ReadWorkflow {
  const carried = carriedByPrompt(prompt, options.catalog);
  if (carried?.unchanged === true) return asItIs('comfy-api', carried.document);
  const report = createReport();
  return finish('comfy-api', readPrompt(prompt, report), { ...options, report });
}

interface FinishOptions extends ReadOptions {
  readonly report: ReportBuilder;
  /** The document that the file carries, and how its untouched export is read. */
  readonly carried?: { readonly document: WorkflowDocument; readonly before: FlatGraph };
}

function finish(
  format: WorkflowFormat,
  graph: FlatGraph,
  { report, carried, images = emptyImages, name = 'Untitled', ...options }: FinishOptions,
): ReadWorkflow {
  const mapping = { ...options, images, name };
  let { document, idMap } = flatToDocument(graph, mapping, report);
  let whole: unknown = document;
  if (carried !== undefined) {
    const untouched = flatToDocument(carried.before, mapping, createReport());
    const before = withOwnIds(untouched, carried.before, carried.document);
    ({ document, idMap } = withOwnIds({ document, idMap }, graph, carried.document));
    whole = withCarried({ now: document, carried: carried.document, before: before.document });
  }
  const checked = workflowDocumentSchema.safeParse(whole);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return refuse(
      'invalid-document',
      `The workflow cannot be taken in: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'unfit'}.`,
    );
  }
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
