import type { AssetRef } from './asset.ts';
import type { Outcome, RunEvent, StepOutcome } from './event.ts';
import type { Failure } from './failure.ts';

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** An image as it is shown on a node: which execution made it, and its place there. */
export interface ShownImage {
  readonly asset: AssetRef;
  readonly execution: number;
  readonly index: number;
  readonly demo: boolean;
  readonly nsfw: boolean;
}

/** An attempt that waits for a person, with what is known of it. */
export interface HeldAttempt {
  readonly attempt: string;
  readonly execution: number;
  readonly failure: Failure;
  /** ms since epoch. */
  readonly at: number;
}

/** The latest word on a paid job. */
export type JobStatus = Omit<EventOf<'job-progress'>, 'type' | 'seq' | 'run' | 'node'>;

/** What an execution asked its provider for. */
export type ItemRequest = Omit<EventOf<'item-request'>, 'type' | 'seq' | 'run' | 'node' | 'at'>;

/** A purchase that was sent off: to whom, when (ms since epoch), for how much at most. */
export type Submit = Pick<EventOf<'job-submit'>, 'provider' | 'images' | 'estimateUsd' | 'at'>;

/** What one node of a run shows. */
export interface StepSnapshot {
  readonly node: string;
  readonly nodeType: string;
  readonly state: 'waiting' | 'running' | StepOutcome;
  readonly cached: boolean;
  /** ms since epoch. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** null until known. */
  readonly executions: number | null;
  readonly ended: number;
  /** Images in the order they landed; sorted by execution and index. */
  readonly images: readonly ShownImage[];
  /** Values of each output after the step's end. */
  readonly outputs: EventOf<'step-end'>['outputs'];
  readonly jobs: ReadonlyMap<number, JobStatus>;
  /** What was asked for, by execution. */
  readonly requests: ReadonlyMap<number, ItemRequest>;
  readonly progress: { readonly fraction: number | undefined; readonly message: string } | undefined;
  /** What was sent off, by attempt. */
  readonly submits: ReadonlyMap<string, Submit>;
  readonly requestIds: readonly string[];
  /** Attempts whose outcome nobody knows; each waits for a person. */
  readonly held: readonly HeldAttempt[];
  readonly warnings: readonly string[];
  readonly failure: Failure | undefined;
  readonly costUsd: number | null;
  readonly files: readonly string[];
}

/** All that is known of one run; the fold of its events. */
export interface RunSnapshot {
  readonly run: string;
  readonly name: string;
  /** The last event folded in. */
  readonly seq: number;
  readonly state: 'queued' | 'running' | Outcome;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly steps: ReadonlyMap<string, StepSnapshot>;
  readonly estimateUsd: number | null;
  /** Paid so far; null as soon as one part is unknown. */
  readonly costUsd: number | null;
  readonly end: EventOf<'run-end'> | undefined;
}

export const emptySnapshot = (run: string): RunSnapshot => ({
  run,
  name: '',
  seq: 0,
  state: 'queued',
  startedAt: undefined,
  endedAt: undefined,
  steps: new Map(),
  estimateUsd: null,
  costUsd: 0,
  end: undefined,
});

const newStep = (node: string, nodeType: string, executions: number | null): StepSnapshot => ({
  node,
  nodeType,
  state: 'waiting',
  cached: false,
  startedAt: undefined,
  endedAt: undefined,
  executions,
  ended: 0,
  images: [],
  outputs: {},
  jobs: new Map(),
  requests: new Map(),
  progress: undefined,
  submits: new Map(),
  requestIds: [],
  held: [],
  warnings: [],
  failure: undefined,
  costUsd: 0,
  files: [],
});

const addCost = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b;

/** A snapshot while events are folded in: one copy for all of them. */
type Draft = { -readonly [Key in keyof RunSnapshot]: RunSnapshot[Key] } & {
  steps: Map<string, StepSnapshot>;
};

/**
 * Folds events into a snapshot. Those that were folded already (`seq` not above the snapshot's) change nothing, so a
 * client may resume from any point and replay overlaps freely.
 */
export function reduceRunAll(snapshot: RunSnapshot, events: Iterable<RunEvent>): RunSnapshot {
  let draft: Draft | undefined;
  for (const event of events) {
    if (event.seq <= (draft ?? snapshot).seq || event.run !== snapshot.run) continue;
    draft ??= { ...snapshot, steps: new Map(snapshot.steps) };
    foldEvent(draft, event);
  }
  return draft ?? snapshot;
}

/** Folds one event into a snapshot. */
export const reduceRun = (snapshot: RunSnapshot, event: RunEvent): RunSnapshot =>
  reduceRunAll(snapshot, [event]);

function foldEvent(draft: Draft, event: RunEvent): void {
  draft.seq = event.seq;
  switch (event.type) {
    case 'run-start':
      draft.name = event.name;
      draft.state = 'running';
      draft.startedAt ??= event.at;
      draft.endedAt = undefined;
      draft.end = undefined;
      draft.estimateUsd = event.estimateUsd;
      draft.costUsd = 0;
      draft.steps = new Map(
        event.steps.map(({ node, nodeType, executions }) => [node, newStep(node, nodeType, executions)]),
      );
      return;
    case 'run-end':
      draft.state = event.outcome;
      draft.endedAt = event.at;
      draft.costUsd = event.costUsd;
      draft.end = event;
      for (const [node, step] of draft.steps) draft.steps.set(node, closeStep(step, event));
      return;
    case 'item-end':
    case 'step-start':
    case 'item-request':
    case 'item-progress':
    case 'item-warning':
    case 'job-submit':
    case 'job-accept':
    case 'job-progress':
    case 'job-hold':
    case 'asset-add':
    case 'step-end':
    case 'asset-save': {
      const step = draft.steps.get(event.node);
      if (step !== undefined) draft.steps.set(event.node, reduceStep(step, event));
      if (event.type === 'item-end')
        draft.costUsd =
          draft.end === undefined
            ? addCost(draft.costUsd, event.costUsd)
            : lateCost([...draft.steps.values()]);
    }
  }
}

/** What a stopped run cost, once the jobs that it left behind have ended; unknown while one of them is out. */
const lateCost = (steps: readonly StepSnapshot[]): number | null =>
  steps.some(({ jobs }) => jobs.size > 0)
    ? null
    : steps.reduce<number | null>((sum, { costUsd }) => addCost(sum, costUsd), 0);

/** A run that ended leaves nothing running: what was under way was stopped, what never began is left out. */
function closeStep(step: StepSnapshot, { outcome, at }: EventOf<'run-end'>): StepSnapshot {
  if (step.state === 'waiting') return { ...step, state: 'skipped' };
  if (step.state !== 'running') return step;
  return {
    ...step,
    state: outcome === 'attention' ? 'attention' : 'cancelled',
    endedAt: at,
    progress: undefined,
  };
}

function reduceStep(
  step: StepSnapshot,
  event: Exclude<RunEvent, { type: 'run-start' | 'run-end' }>,
): StepSnapshot {
  switch (event.type) {
    case 'step-start':
      return { ...step, state: 'running', startedAt: event.at, executions: event.executions };
    case 'item-request': {
      const { execution, provider, prompt, seed, count, resolution, references } = event;
      const request: ItemRequest = { execution, provider, prompt, seed, count, resolution, references };
      return { ...step, requests: new Map(step.requests).set(execution, request) };
    }
    case 'item-progress':
      return { ...step, progress: { fraction: event.fraction, message: event.message } };
    case 'item-warning':
      return step.warnings.includes(event.message)
        ? step
        : { ...step, warnings: [...step.warnings, event.message] };
    case 'job-submit':
      return {
        ...withJob(withoutHold(step, event.execution), { ...event, phase: 'waiting', asked: event.images }),
        submits: new Map(step.submits).set(event.attempt, submitOf(event)),
        // Asking again means that somebody decided about the attempt before.
        held: step.held.filter(({ execution }) => execution !== event.execution),
      };
    case 'job-accept':
      return {
        ...withJob(withoutHold(step, event.execution), { ...event, phase: 'queued' }),
        requestIds: [...step.requestIds, event.requestId],
      };
    case 'job-progress':
      return withJob(step, event);
    case 'job-hold': {
      const { attempt, execution, failure, at } = event;
      return { ...step, failure, held: [...step.held, { attempt, execution, failure, at }] };
    }
    case 'asset-add':
      return { ...step, images: placeImage(step.images, event) };
    case 'item-end': {
      const jobs = new Map(step.jobs);
      jobs.delete(event.execution);
      return {
        ...withoutHold(step, event.execution),
        jobs,
        ended: step.ended + 1,
        held: step.held.filter(({ execution }) => execution !== event.execution),
        costUsd: addCost(step.costUsd, event.costUsd),
        failure: withoutHold(step, event.execution).failure ?? event.failure,
      };
    }
    case 'step-end':
      return {
        ...step,
        state: event.outcome,
        cached: event.cached,
        endedAt: event.at,
        outputs: event.outputs,
        progress: undefined,
        failure: event.failure ?? step.failure,
      };
    case 'asset-save':
      return { ...step, files: [...step.files, event.path] };
  }
}

/** A person decided, or the provider told: the execution goes on, and what was said of its hold is over. */
function withoutHold(step: StepSnapshot, execution: number): StepSnapshot {
  const over = step.held.filter((each) => each.execution === execution);
  if (over.length === 0) return step;
  const said = over.some(({ attempt }) => attempt === step.failure?.attempt);
  return {
    ...step,
    held: step.held.filter((each) => each.execution !== execution),
    failure: said ? undefined : step.failure,
  };
}

const submitOf = ({ provider, images, estimateUsd, at }: EventOf<'job-submit'>): Submit => ({
  provider,
  images,
  estimateUsd,
  at,
});

function withJob(step: StepSnapshot, status: JobStatus): StepSnapshot {
  const previous = step.jobs.get(status.execution);
  const { execution, attempt, phase, position, delivered, asked, reason, nextTryAt, at } = status;
  return {
    ...step,
    jobs: new Map(step.jobs).set(execution, {
      execution,
      attempt,
      phase,
      position,
      delivered: delivered ?? previous?.delivered,
      asked: asked ?? previous?.asked,
      reason,
      nextTryAt,
      at,
    }),
  };
}

function placeImage(images: readonly ShownImage[], event: EventOf<'asset-add'>): readonly ShownImage[] {
  const { asset, execution, index, demo, nsfw } = event;
  const others = images.filter((image) => image.execution !== execution || image.index !== index);
  return [...others, { asset, execution, index, demo, nsfw }].toSorted(
    (a, b) => a.execution - b.execution || a.index - b.index,
  );
}
