import type { WorkflowDocument } from '#core/document/schema.ts';
import { convertWorkflow } from '#interop/convert-workflow.ts';
import { readWorkflowText } from '#interop/read-workflow.ts';
import { loadNodes } from '#platform/node-folder.ts';

const { descriptors: catalog } = await loadNodes('nodes');

/** Reads a workflow that has to be readable, with short ways to look at what it became. */
export function read(workflow: unknown) {
  const result = readWorkflowText(typeof workflow === 'string' ? workflow : JSON.stringify(workflow), {
    catalog,
  });
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  const { document } = result;
  return {
    ...result,
    node: (id: string) => document.nodes.find((node) => node.id === id),
    into: (id: string, input: string) => sourceOf(document, id, input),
    codes: result.report.map(({ code }) => code),
    said: result.report.map(({ message }) => message).join(' '),
  };
}

const sourceOf = ({ edges }: WorkflowDocument, node: string, input: string): string | undefined => {
  const edge = edges.find(({ to }) => to.node === node && to.input === input);
  return edge === undefined ? undefined : `${edge.from.node}.${edge.from.output}`;
};

/** The API prompt of a workflow. */
export async function toPrompt(
  workflow: unknown,
): Promise<Record<string, { class_type: string; inputs: Record<string, unknown> }>> {
  const converted = await convertWorkflow(new TextEncoder().encode(JSON.stringify(workflow)), 'comfy-api', {
    catalog,
  });
  if (!converted.ok) throw new Error(converted.diagnostics[0]?.message);
  return JSON.parse(converted.text);
}
