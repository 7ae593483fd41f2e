import { readFile } from 'node:fs/promises';

import { readObjectInfo } from '#interop/comfy/signature.ts';
import { convertWorkflow } from '#interop/convert-workflow.ts';
import { parseJson } from '#interop/parse-json.ts';
import type { WorkflowFormat } from '#interop/workflow-format.ts';
import { writeWhole } from '#platform/durable-file.ts';
import { loadNodes } from '#platform/node-folder.ts';

import { describeDiagnostic } from '../describe-diagnostic.ts';
import { exitCodes, UsageError } from '../exit-code.ts';
import { nodesFolder } from '../folders.ts';
import { readWhole } from '../load-workflow.ts';

export interface ConvertOptions {
  readonly to: WorkflowFormat;
  readonly output?: string;
  readonly objectInfo?: string;
  readonly json?: boolean;
}

/** Writes a workflow in another format; what that took is told on standard error. */
export async function convert(file: string, options: ConvertOptions): Promise<number> {
  const bytes = await readWhole(file);
  const { descriptors } = await loadNodes(nodesFolder);
  const definitions =
    options.objectInfo === undefined ? undefined : await readDefinitions(options.objectInfo);
  const converted = await convertWorkflow(bytes, options.to, {
    catalog: descriptors,
    name: file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, ''),
    ...(definitions === undefined ? {} : { widgetNames: { definitions } }),
  });
  const notes = converted.ok ? converted.report : converted.diagnostics;
  for (const note of notes)
    console.error(
      options.json === true
        ? JSON.stringify(note)
        : 'severity' in note
          ? describeDiagnostic(note)
          : note.message,
    );
  if (!converted.ok) return exitCodes.usage;
  if (options.output === undefined) await print(converted.text);
  else await write(options.output, converted.text);
  return exitCodes.complete;
}

async function readDefinitions(file: string) {
  const parsed = parseJson(await readFile(file, 'utf8').catch(() => ''));
  if (!parsed.ok) throw new UsageError(`${file} holds no answer of /object_info.`);
  return readObjectInfo(parsed.value);
}

/** Waits until a pipe has taken everything; the process ends right after. */
const print = (text: string): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });

async function write(file: string, text: string): Promise<void> {
  try {
    await writeWhole(file, text);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written: ${error instanceof Error ? error.message : 'unknown trouble'}.`,
    );
  }
}
