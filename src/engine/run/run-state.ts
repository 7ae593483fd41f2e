import type { Batch } from '#core/run/batch.ts';
import type { OutputsByName } from '#core/run/capabilities.ts';
import type { RunEventDraft, StepOutcome } from '#core/run/event.ts';
import type { Failure } from '#core/run/failure.ts';

import type { Execution } from '../batch-rule.ts';
import { carrySeeds } from '../lineage.ts';
import type { ExecutionResult } from '../outputs.ts';
import type { ExecutionPlan, PlanStep } from '../plan.ts';

type RunEnd = Extract<RunEventDraft, { type: 'run-end' }>;

/** A step whose executions are under way. */
export interface ActiveStep {
  readonly step: PlanStep;
  /** By execution. */
  readonly executions: readonly Execution[];
  /** By execution; undefined where it failed or is still out. */
  readonly results: (ExecutionResult | undefined)[];
  left: number;
  /** Ended, by how. */
  ok: number;
  cached: number;
  failed: number;
  held: number;
  lossy: number;
  failure: Failure | undefined;
}

/** What the run task keeps in mind while it runs; all of it is computed again after a crash. */
export interface RunState {
  readonly plan: ExecutionPlan;
  /** Outputs of ended steps, by step index. */
  readonly batches: (ReadonlyMap<string, Batch> | undefined)[];
  readonly outcomes: (StepOutcome | undefined)[];
  /** Steps each step still waits for. */
  readonly waits: number[];
  /** Taken from the end: what became ready last goes first, so that images reach their files early. */
  readonly ready: number[];
  readonly active: Map<number, ActiveStep>;
  readonly tally: Pick<RunEnd, 'costUsd' | 'images' | 'cachedImages'> & {
    readonly files: string[];
    readonly failures: RunEnd['failures'];
    readonly warnings: RunEnd['warnings'];
  };
}

export function createRunState(plan: ExecutionPlan): RunState {
  const waits = plan.steps.map(({ waitsFor }) => waitsFor);
  return {
    plan,
    batches: plan.steps.map(() => undefined),
    outcomes: plan.steps.map(() => undefined),
    waits,
    ready: waits.flatMap((count, index) => (count === 0 ? [index] : [])).toReversed(),
    active: new Map(),
    tally: { costUsd: 0, images: 0, cachedImages: 0, files: [], failures: [], warnings: [] },
  };
}

/** Keeps what an execution put out, with the seeds its images carry on. */
export function keepOutputs(active: ActiveStep, execution: number, outputs: OutputsByName): void {
  const source = active.executions[execution];
  active.results[execution] = {
    outputs,
    seeds: source?.kind === 'values' ? carrySeeds(source, outputs) : undefined,
  };
}

/** How the run as a whole ends. */
export function decideOutcome(state: RunState, roots: ReadonlySet<string>): RunEnd['outcome'] {
  const outcomes = state.outcomes.map((outcome, index) => ({
    outcome,
    node: state.plan.steps[index]?.node ?? '',
  }));
  if (outcomes.some(({ outcome }) => outcome === 'attention')) return 'attention';
  if (state.tally.failures.length === 0) return 'complete';
  const reached = outcomes.some(
    ({ outcome, node }) => roots.has(node) && (outcome === 'complete' || outcome === 'partial'),
  );
  return reached ? 'partial' : 'failed';
}
