import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';

import { setInput } from '#core/document/edits.ts';
import type { Literal, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import { openWorkflowFile, readWorkflowFile } from '#interop/read-workflow-file.ts';
import type { ImportReport } from '#interop/report.ts';
import { loadNodes } from '#platform/node-folder.ts';

import { UsageError } from './exit-code.ts';
import { nodesFolder } from './folders.ts';

export type LoadedWorkflow =
  | { ok: true; document: WorkflowDocument; report: ImportReport }
  | { ok: false; diagnostics: readonly Diagnostic[] };

/** Reads a file whole. Throws UsageError when there is no such file. */
export async function readWhole(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${error instanceof Error ? error.message.replace(/^\w+: |, \w+ '.*'$/g, '') : 'unknown trouble'}.`,
    );
  }
}

/** Reads a workflow in any format, or an image that carries one. Throws UsageError when there is no such file. */
export async function loadWorkflow(file: string): Promise<LoadedWorkflow> {
  const bytes = await readWhole(file);
  const opened = await openWorkflowFile(bytes);
  if (!opened.ok) return opened;
  if (opened.workflow.format === 'batchwork')
    return { ok: true, document: opened.workflow.document, report: [] };
  const { descriptors } = await loadNodes(nodesFolder);
  const name = basename(file, extname(file));
  return readWorkflowFile(bytes, { catalog: descriptors, ...(name === '' ? {} : { name }) });
}

/** Tells what an import did: sentences on standard error, or as lines of JSON on standard output. */
export function tellImport(report: ImportReport, options: { json?: boolean | undefined }): void {
  for (const note of report)
    if (options.json === true) console.log(JSON.stringify({ type: 'import', ...note }));
    else console.error(note.message);
}

/** Puts images from files where a value for an image input is set on the command line. */
export type ImageLoader = (path: string) => Promise<Literal>;

/** Applies `--set NODE.INPUT=VALUE`. Throws UsageError naming what does not exist. */
export async function applySettings(
  document: WorkflowDocument,
  settings: readonly string[],
  { catalog, loadImage }: { catalog: DescriptorCatalog; loadImage: ImageLoader },
): Promise<WorkflowDocument> {
  let changed = document;
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    const dot = setting.lastIndexOf('.', equals);
    if (equals === -1 || dot <= 0 || dot + 1 === equals)
      throw new UsageError(`--set ${setting}: expected NODE.INPUT=VALUE, such as prompt.text="A red fox".`);
    const [id, input, value] = [
      setting.slice(0, dot),
      setting.slice(dot + 1, equals),
      setting.slice(equals + 1),
    ];
    const node = document.nodes.find((each) => each.id === id);
    if (node === undefined)
      throw new UsageError(
        `--set ${setting}: there is no node "${id}". There are ${document.nodes.map((each) => each.id).join(', ')}.`,
      );
    const port = catalog.get(node.type)?.inputs.find(({ name }) => name === input);
    if (port === undefined)
      throw new UsageError(
        `--set ${setting}: ${node.type} has no input "${input}". It has ${catalog
          .get(node.type)
          ?.inputs.map(({ name }) => name)
          .join(', ')}.`,
      );
    const literal =
      port.portType === 'image'
        ? await Promise.all(value.split(',').map((path) => loadImage(path.trim())))
        : readValue(port, value);
    // A wired input would win over what is set here, which is not what somebody who sets it wants.
    changed = setInput(id, input, literal)(withoutEdge(changed, id, input));
  }
  return changed;
}

const withoutEdge = (document: WorkflowDocument, node: string, input: string): WorkflowDocument => ({
  ...document,
  edges: document.edges.filter(({ to }) => to.node !== node || to.input !== input),
});

/** The text as the port wants it; a text that is no number stays one, so that the check tells it with its place. */
function readValue({ rule }: PortDescriptor, text: string): Literal {
  if (
    (rule.kind === 'integer' || rule.kind === 'number') &&
    text.trim() !== '' &&
    Number.isFinite(Number(text))
  )
    return Number(text);
  if (rule.kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
