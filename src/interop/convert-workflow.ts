import { serializeDocument } from '#core/document/serialize.ts';

import { documentToPrompt } from './comfy/document-to-prompt.ts';
import { documentToUi } from './comfy/document-to-ui.ts';
import { flatToPrompt } from './comfy/flat-to-prompt.ts';
import { flattenUi } from './comfy/flatten-ui.ts';
import { toUiVersion04 } from './comfy/ui-version.ts';
import { refuse, type OpenedWorkflow } from './open-workflow.ts';
import { carriedByUi } from './own-export.ts';
import { openWorkflowFile } from './read-workflow-file.ts';
import { toDocument, type ReadOptions } from './read-workflow.ts';
import { createReport, type ImportReport } from './report.ts';
import type { WorkflowFormat } from './workflow-format.ts';

export type Converted =
  | { readonly ok: true; readonly from: WorkflowFormat; readonly text: string; readonly report: ImportReport }
  | Extract<ReturnType<typeof refuse>, { ok: false }>;

/**
 * A workflow file in another format. Between ComfyUI's own two formats nothing is mapped: classes, ids and values stay,
 * by the rules of ComfyUI's editor.
 */
export async function convertWorkflow(
  bytes: Uint8Array,
  to: WorkflowFormat,
  options: ReadOptions,
): Promise<Converted> {
  const opened = await openWorkflowFile(bytes);
  if (!opened.ok) return opened;
  const { workflow, companion } = opened;
  const named: ReadOptions =
    companion === undefined ? options : { ...options, widgetNames: { companion, ...options.widgetNames } };
  return convertOpened(workflow, to, named);
}

function convertOpened(workflow: OpenedWorkflow, to: WorkflowFormat, options: ReadOptions): Converted {
  const { catalog } = options;
  const done = (value: unknown, report: ImportReport = []): Converted => ({
    ok: true,
    from: workflow.format,
    text: `${JSON.stringify(value, undefined, 2)}\n`,
    report,
  });
  if (to === 'batchwork') {
    const read = toDocument(workflow, options);
    if (!read.ok) return read;
    return { ok: true, from: workflow.format, text: serializeDocument(read.document), report: read.report };
  }
  if (workflow.format === 'batchwork')
    return done(
      to === 'comfy'
        ? documentToUi(workflow.document, { catalog, carry: true })
        : documentToPrompt(workflow.document, catalog, { carry: true }),
    );
  if (workflow.format === to) return done(to === 'comfy' ? toUiVersion04(workflow.value) : workflow.value);
  if (to === 'comfy-api') {
    const carried = carriedByUi(workflow.value, catalog);
    if (carried?.unchanged === true)
      return done(documentToPrompt(carried.document, catalog, { carry: true }));
    const report = createReport();
    const flat = flattenUi(workflow.value, options.widgetNames ?? {}, report);
    return flat.ok ? done(flatToPrompt(flat.graph), report.finish()) : refuse('limit-exceeded', flat.message);
  }
  const read = toDocument(workflow, { ...options, keepClasses: true });
  if (!read.ok) return read;
  return done(
    documentToUi(read.document, { catalog }),
    read.report.filter(({ code }) => code !== 'placeholder'),
  );
}
