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
  let images = putOut.get(step.outputs);
  if (images === undefined) putOut.set(step.outputs, (images = imagesAmong(step.outputs)));
  return images;
}

/** The same outputs give the same list, so that who follows it is not told of news that is none. */
const putOut = new WeakMap<StepSnapshot['outputs'], readonly ShownImage[]>();

const imagesAmong = (outputs: StepSnapshot['outputs']): readonly ShownImage[] =>
  Object.values(outputs)
    .flatMap(({ values }) => values)
    .filter((value): value is AssetRef => isAssetRef(value))
    .map((asset, index) => ({ asset, execution: 0, index, demo: false, nsfw: false }));

/** Progress of a step in words: "queued in place 3", "drawing 2 of 6", "downloading". */
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
      return job.position === undefined ? 'queued' : `queued in place ${job.position}`;
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

/** When what a step waits for is tried again (ms since epoch), where that is known. */
export const nextTryAt = (step: StepSnapshot): number | undefined =>
  [...step.jobs.values()].find(({ phase, nextTryAt: at }) => phase === 'waiting' && at !== undefined)
    ?.nextTryAt;

/** The seeds that a step's purchases were made with: "7", "7–9", "3, 12, 40 and 5 more"; empty for none. */
export function describeSeeds(step: StepSnapshot): string {
  const seeds = [...new Set([...step.requests.values()].map(({ seed }) => seed))].filter(
    (seed) => seed !== null,
  );
  const [first] = seeds;
  const last = seeds.at(-1);
  if (first === undefined || last === undefined) return '';
  if (seeds.length === 1) return String(first);
  if (seeds.every((seed, index) => seed === first + index)) return `${first}–${last}`;
  const rest = seeds.length - 3;
  return `${seeds.slice(0, 3).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
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
