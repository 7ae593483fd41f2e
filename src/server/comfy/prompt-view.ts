import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { RunRecord } from '#host/host.ts';
import { documentToPrompt } from '#interop/comfy/document-to-prompt.ts';

import { executionCached, executionEnd, executionStart } from './frames.ts';
import { isOutputNode, outputsOf, sentId } from './outputs.ts';

/** `[number, prompt_id, prompt, extra_data, outputs_to_execute]`, as the queue and the history have it. */
export type PromptItem = readonly [
  number: number,
  id: string,
  prompt: Readonly<Record<string, unknown>>,
  extraData: Readonly<Record<string, unknown>>,
  outputs: readonly string[],
];

export function viewPrompt(record: RunRecord, catalog: DescriptorCatalog): PromptItem {
  const { id, document, prompt, submitted, targets, nodeIds, createdAt } = record;
  const outputs =
    targets ?? document.nodes.filter(({ type }) => isOutputNode(catalog, type)).map((node) => node.id);
  return [
    prompt?.number ?? 0,
    id,
    submitted?.format === 'api' ? submitted.workflow : documentToPrompt(document, catalog),
    {
      ...(submitted?.format === 'save' ? { extra_pnginfo: { workflow: submitted.workflow } } : {}),
      ...prompt?.extraData,
      ...(prompt?.clientId === undefined ? {} : { client_id: prompt.clientId }),
      create_time: createdAt,
    },
    [...new Set(outputs.map((node) => sentId(nodeIds, node)))],
  ];
}

/** An entry of `GET /history`. */
export function viewHistory(record: RunRecord, catalog: DescriptorCatalog) {
  const { snapshot, nodeIds } = record;
  const outputs = outputsOf(snapshot, { catalog, nodeIds });
  const end = executionEnd(snapshot, nodeIds);
  const success = end?.type === 'execution_success';
  return {
    prompt: viewPrompt(record, catalog),
    outputs,
    meta: Object.fromEntries(
      Object.keys(outputs).map((id) => [
        id,
        { node_id: id, display_node: id, parent_node: null, real_node_id: id },
      ]),
    ),
    status: {
      status_str: success ? 'success' : 'error',
      completed: success,
      messages: [
        executionStart(snapshot),
        executionCached(snapshot, nodeIds),
        ...(end === undefined ? [] : [end]),
      ].map(({ type, data }) => [type, data]),
    },
  };
}

export const hasEnded = ({ snapshot: { state } }: RunRecord): boolean =>
  state !== 'queued' && state !== 'running';

/** Whether nothing of a run has been sent to a provider, shown or saved yet. */
export const isPending = ({ snapshot: { state, steps } }: RunRecord): boolean =>
  state === 'queued' ||
  (state === 'running' &&
    [...steps.values()].every(
      ({ images, files, requestIds, held, jobs }) =>
        images.length + files.length + requestIds.length + held.length === 0 &&
        [...jobs.values()].every(({ phase }) => phase === 'waiting'),
    ));
