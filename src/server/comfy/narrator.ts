import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { RunEvent } from '#core/run/event.ts';
import { emptySnapshot, reduceRun, type RunSnapshot, type StepSnapshot } from '#core/run/snapshot.ts';

import { executionCached, executionEnd, executionStart, type Frame } from './frames.ts';
import { isOutputNode, outputOfStep, sentId, type NodeIds } from './outputs.ts';

/** Tells one run in ComfyUI's messages. It only translates: whoever has it sends the frames. */
export interface Narrator {
  /** The messages that an event stands for, in ComfyUI's order. */
  take(event: RunEvent): Frame[];
  /** Nothing more is known to be cached: tells so, and which nodes work. Once only. */
  open(): Frame[];
  /** What keeps a patient client awake: how far the nodes are that work. */
  now(): Frame[];
  /** What a client that comes back has to know. */
  greeting(): Frame[];
  hasEnded(): boolean;
}

/** Work has begun at these, so that whatever is not cached by now will not be. */
const opening: ReadonlySet<RunEvent['type']> = new Set([
  'job-submit',
  'job-accept',
  'job-progress',
  'job-hold',
  'item-progress',
  'asset-save',
  'run-end',
]);

/** These change how far a node is. */
const progressing: ReadonlySet<RunEvent['type']> = new Set([
  'job-submit',
  'job-accept',
  'job-progress',
  'item-progress',
  'asset-add',
]);

export function createNarrator({
  run,
  snapshot: known = emptySnapshot(run),
  nodeIds,
  catalog,
}: {
  run: string;
  /** What happened before; all of it counts as told. */
  snapshot?: RunSnapshot;
  nodeIds: NodeIds;
  catalog: () => DescriptorCatalog;
}): Narrator {
  let snapshot = known;
  let opened = known.state !== 'queued';
  /** Nodes that were told to execute. */
  const told = new Set<string>();
  /** What was told last of how far a node is. */
  const lastTold = new Map<string, string>();

  const idOf = ({ node }: StepSnapshot): string => sentId(nodeIds, node);
  const begun = (): StepSnapshot[] => [...snapshot.steps.values()].filter(({ state }) => state !== 'waiting');

  const stateFrame = (): Frame => {
    const nodes: Record<string, unknown> = {};
    for (const step of begun()) {
      const id = idOf(step);
      if (step.cached || step.state === 'skipped') continue;
      nodes[id] = {
        ...measureOf(step),
        state: stateOf(step),
        node_id: id,
        prompt_id: run,
        display_node_id: id,
        parent_node_id: null,
        real_node_id: id,
      };
    }
    return { type: 'progress_state', data: { prompt_id: run, nodes } };
  };
  const executing = (step: StepSnapshot): Frame[] => {
    const id = idOf(step);
    if (told.has(id)) return [];
    told.add(id);
    return [stateFrame(), { type: 'executing', data: { node: id, display_node: id, prompt_id: run } }];
  };
  const progress = (step: StepSnapshot): Frame[] => [
    { type: 'progress', data: { ...measureOf(step), prompt_id: run, node: idOf(step) } },
    stateFrame(),
  ];
  const executed = (step: StepSnapshot): Frame[] => {
    const id = idOf(step);
    const output = isOutputNode(catalog(), step.nodeType) ? outputOfStep(step) : { images: [] };
    return output.images.length === 0
      ? []
      : [{ type: 'executed', data: { node: id, display_node: id, output, prompt_id: run } }];
  };

  const open = (): Frame[] => {
    if (opened || snapshot.state === 'queued') return [];
    opened = true;
    const steps = begun();
    const frames = [executionCached(snapshot, nodeIds)];
    for (const step of steps) {
      if (!step.cached && step.state !== 'skipped') frames.push(...executing(step));
      if (step.endedAt !== undefined) frames.push(...executed(step));
    }
    return frames;
  };

  const tellStep = (event: RunEvent, node: string): Frame[] => {
    const step = snapshot.steps.get(node);
    if (step === undefined) return [];
    if (event.type === 'step-start') return executing(step);
    if (event.type === 'step-end')
      return [...(step.state === 'skipped' ? [] : executing(step)), ...executed(step), stateFrame()];
    if (!progressing.has(event.type)) return [];
    const measure = JSON.stringify(measureOf(step));
    if (lastTold.get(node) === measure) return [];
    lastTold.set(node, measure);
    return progress(step);
  };

  return {
    take(event) {
      if (event.seq <= snapshot.seq) return [];
      snapshot = reduceRun(snapshot, event);
      if (event.type === 'run-start') {
        opened = false;
        told.clear();
        lastTold.clear();
        return [executionStart(snapshot)];
      }
      const frames = opening.has(event.type) ? open() : [];
      const end = event.type === 'run-end' ? executionEnd(snapshot, nodeIds) : undefined;
      if (end !== undefined) return [...frames, end];
      if (!opened || frames.length > 0 || !('node' in event)) return frames;
      return tellStep(event, event.node);
    },
    open,
    now() {
      if (!opened || snapshot.state !== 'running') return [];
      return begun()
        .filter(({ state }) => state === 'running')
        .flatMap(progress);
    },
    greeting() {
      if (!opened || snapshot.state !== 'running') return [];
      const working = begun().filter(({ state }) => state === 'running');
      return working.flatMap((step) => [
        { type: 'executing', data: { node: idOf(step), display_node: idOf(step), prompt_id: run } },
        ...progress(step),
      ]);
    },
    hasEnded: () => snapshot.state !== 'queued' && snapshot.state !== 'running',
  };
}

/** How far a step is, in the units that it has: images, hundredths, or executions. */
function measureOf(step: StepSnapshot): { value: number; max: number } {
  const ended = step.endedAt !== undefined;
  const asked = [...step.jobs.values()].reduce((sum, job) => sum + (job.asked ?? 0), 0);
  if (asked > 0) return { value: Math.min(step.images.length, asked), max: asked };
  if (ended) return { value: 1, max: 1 };
  const fraction = step.progress?.fraction;
  if (fraction !== undefined) return { value: Math.round(fraction * 100), max: 100 };
  const max = Math.max(1, step.executions ?? 1);
  return { value: Math.min(step.ended, max), max };
}

const stateOf = ({ state }: StepSnapshot): string => {
  if (state === 'running') return 'running';
  return state === 'failed' || state === 'attention' ? 'error' : 'finished';
};
