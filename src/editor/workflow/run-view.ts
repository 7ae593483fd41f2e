import { isAssetRef, type AssetRef } from '#core/run/asset.ts';
import type { ShownImage, StepSnapshot } from '#core/run/snapshot.ts';

/** State of a node as its face shows it; `idle` when the shown run does not know the node. */
export type NodeState = 'idle' | 'waiting' | 'running' | 'cached' | StepSnapshot['state'];

/** What a person reads for a state. */
const stateWords: Record<NodeState, string> = {
  idle: '',
  waiting: 'waiting',
  running: 'running',
  cached: 'cached',
  complete: 'done',
  partial: 'partly done',
  failed: 'failed',
  cancelled: 'cancelled',
  attention: 'needs attention',
  skipped: 'skipped',
};

export const describeState = (state: NodeState): string => stateWords[state];

/** The state of a node by its step in the shown run. */
export function nodeState(step: StepSnapshot | undefined): NodeState {
  if (step === undefined) return 'idle';
  return step.state === 'complete' && step.cached ? 'cached' : step.state;
}

/** Images of a step: those that landed one by one, else those among its outputs. */
export function stepImages(step: StepSnapshot): readonly ShownImage[] {
  if (step.images.length > 0) return step.images;
  return Object.values(step.outputs)
    .flatMap(({ values }) => values)
    .filter((value): value is AssetRef => isAssetRef(value))
    .map((asset, index) => ({ asset, execution: 0, index, demo: false, nsfw: false }));
}

/** Progress of a step in words: "queued, place 3", "drawing 2 of 6", "downloading". */
export function describeProgress(step: StepSnapshot): string {
  const jobs = [...step.jobs.values()];
  const job = jobs.findLast(({ phase }) => phase !== 'waiting' && phase !== 'queued') ?? jobs[0];
  const many = (step.executions ?? 0) > 1 ? `${step.ended} of ${step.executions} done` : '';
  const words = job === undefined ? (step.progress?.message ?? '') : describeJob(job);
  return [words, many].filter((part) => part !== '').join(' · ');
}

function describeJob(job: StepSnapshot['jobs'] extends ReadonlyMap<number, infer J> ? J : never): string {
  switch (job.phase) {
    case 'waiting':
      return job.reason ?? 'waiting its turn';
    case 'queued':
      return job.position === undefined ? 'queued' : `queued, place ${job.position}`;
    case 'drawing':
      return job.asked === undefined ? 'drawing' : `drawing ${job.delivered ?? 0} of ${job.asked}`;
    case 'downloading':
      return job.asked === undefined ? 'downloading' : `downloading ${job.delivered ?? 0} of ${job.asked}`;
    case 'reconciling':
      return job.reason ?? 'asking the provider what became of it';
    case 'cancelling':
      return 'stopping';
  }
}

/** How far a step is, 0 to 1, or undefined when nobody knows. */
export function stepFraction(step: StepSnapshot): number | undefined {
  const { executions, ended } = step;
  const inner = [...step.jobs.values()].reduce(
    (sum, { delivered, asked }) => sum + (asked === undefined || asked === 0 ? 0 : (delivered ?? 0) / asked),
    0,
  );
  if (executions !== null && executions > 0 && ended + inner > 0)
    return Math.min(1, (ended + inner) / executions);
  return step.progress?.fraction;
}
