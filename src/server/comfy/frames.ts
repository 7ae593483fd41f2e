import type { RunSnapshot, StepSnapshot } from '#core/run/snapshot.ts';

import { sentId, type NodeIds } from './outputs.ts';

/** One JSON message of ComfyUI's WebSocket. */
export interface Frame {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** States of a step that has no result, the one at which a run ended included. */
const unexecuted: ReadonlySet<StepSnapshot['state']> = new Set([
  'waiting',
  'skipped',
  'running',
  'failed',
  'cancelled',
  'attention',
]);

/** Ids of the nodes whose results were known, and of those that were executed, as the sender knows them. */
export function executedNodes(
  snapshot: RunSnapshot,
  nodeIds: NodeIds,
): { cached: string[]; executed: string[] } {
  const steps = [...snapshot.steps.values()];
  const isCached = new Map<string, boolean>();
  for (const { node, cached, state } of steps) {
    if (unexecuted.has(state)) continue;
    const id = sentId(nodeIds, node);
    isCached.set(id, cached && isCached.get(id) !== false);
  }
  const ids = [...isCached.keys()];
  return {
    cached: ids.filter((id) => isCached.get(id) === true),
    executed: ids.filter((id) => isCached.get(id) === false),
  };
}

export const executionStart = ({ run, startedAt }: RunSnapshot): Frame => ({
  type: 'execution_start',
  data: { prompt_id: run, timestamp: startedAt ?? 0 },
});

export const executionCached = (snapshot: RunSnapshot, nodeIds: NodeIds): Frame => ({
  type: 'execution_cached',
  data: {
    nodes: executedNodes(snapshot, nodeIds).cached,
    prompt_id: snapshot.run,
    timestamp: snapshot.startedAt ?? 0,
  },
});

/** How a run ended, in ComfyUI's words. What was paid for in part is a success: its images are there. */
export function executionEnd(snapshot: RunSnapshot, nodeIds: NodeIds): Frame | undefined {
  const { run, state, endedAt: timestamp = 0 } = snapshot;
  switch (state) {
    case 'queued':
    case 'running':
      return undefined;
    case 'complete':
    case 'partial':
      return { type: 'execution_success', data: { prompt_id: run, timestamp } };
    case 'cancelled':
    case 'failed':
    case 'attention': {
      const steps = [...snapshot.steps.values()];
      const failed = snapshot.end?.failures[0];
      const step =
        steps.find(({ node }) => node === failed?.node) ??
        steps.find((each) => each.state === state) ??
        steps.find(({ failure }) => failure !== undefined);
      const failure = failed ?? step?.failure;
      const place = {
        prompt_id: run,
        node_id: step === undefined ? '' : sentId(nodeIds, step.node),
        node_type: step?.nodeType ?? '',
        executed: executedNodes(snapshot, nodeIds).executed,
      };
      if (state === 'cancelled') return { type: 'execution_interrupted', data: { ...place, timestamp } };
      return {
        type: 'execution_error',
        data: {
          ...place,
          exception_message: failure?.message ?? 'The run failed.',
          exception_type: failure?.code ?? 'failed',
          traceback: failure?.detail === undefined ? [] : [failure.detail],
          current_inputs: {},
          current_outputs: [],
          timestamp,
        },
      };
    }
  }
}
