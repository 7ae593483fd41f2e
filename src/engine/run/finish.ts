import type { Batch } from '#core/run/batch.ts';
import type { StepOutcome } from '#core/run/event.ts';
import type { Failure } from '#core/run/failure.ts';

import { concatenate } from '../outputs.ts';
import type { PlanStep } from '../plan.ts';
import type { ActiveStep } from './run-state.ts';
import type { Run } from './run-task.ts';
import { summarize } from './summarize.ts';

/** Tells a failed execution; its place stays empty and its siblings go on. */
export function failExecution(run: Run, active: ActiveStep, execution: number, failure: Failure): void {
  const { task, state } = run;
  const { node } = active.step;
  active.failed += 1;
  active.left -= 1;
  active.failure ??= failure;
  state.tally.failures.push({ ...failure, node });
  const costUsd = failure.charged === 'no' ? 0 : null;
  if (costUsd === null) state.tally.costUsd = null;
  const outcome = failure.code === 'cancelled' ? 'cancelled' : 'failed';
  task.emit({ type: 'item-end', node, execution, outcome, cached: false, costUsd, failure });
}

/** Ends a step when its last execution has ended. */
export function finishExecution(run: Run, active: ActiveStep): void {
  const { step, ok, failed, held, lossy, cached, results, failure } = active;
  run.state.active.delete(step.index);
  const batches = concatenate(
    step.definition,
    step.node,
    results.map((each) => each ?? { outputs: undefined }),
  );
  endStep(run, step, {
    outcome: outcomeOf({ ok, failed, held, lossy, all: results.length }),
    cached: ok > 0 && cached === ok,
    batches,
    failure,
  });
}

function outcomeOf(count: {
  ok: number;
  failed: number;
  held: number;
  lossy: number;
  all: number;
}): StepOutcome {
  if (count.held > 0) return 'attention';
  if (count.ok === count.all) return count.lossy > 0 ? 'partial' : 'complete';
  if (count.ok > 0) return 'partial';
  return count.failed > 0 ? 'failed' : 'skipped';
}

/** A step that cannot start: nothing reached it, or what reached it does not fit. */
export function endUnstarted(run: Run, step: PlanStep, failure: Failure | undefined): void {
  if (failure !== undefined) run.state.tally.failures.push({ ...failure, node: step.node });
  const batches = concatenate(
    step.definition,
    step.node,
    failure === undefined ? [] : [{ outputs: undefined }],
  );
  const outcome = failure === undefined ? 'skipped' : 'failed';
  endStep(run, step, { outcome, cached: false, batches, failure });
}

/** Records a step's end and makes ready what waited for it. */
export function endStep(
  { task, state }: Run,
  step: PlanStep,
  end: {
    outcome: StepOutcome;
    cached: boolean;
    batches: ReadonlyMap<string, Batch>;
    failure?: Failure | undefined;
  },
): void {
  const { outcome, cached, batches, failure } = end;
  state.batches[step.index] = batches;
  state.outcomes[step.index] = outcome;
  task.emit({
    type: 'step-end',
    node: step.node,
    outcome,
    cached,
    outputs: { ...shownInputs(state, step), ...summarize(batches) },
    ...(failure === undefined ? {} : { failure }),
  });
  for (const consumer of step.consumers) {
    const left = (state.waits[consumer] ?? 0) - 1;
    state.waits[consumer] = left;
    if (left === 0) state.ready.push(consumer);
  }
}

/** A node that puts nothing out, such as Preview or Save, shows the images that it was given. */
function shownInputs(state: Run['state'], { definition, inputs }: PlanStep): ReturnType<typeof summarize> {
  if (Object.keys(definition.outputs).length > 0) return {};
  const shown = new Map<string, Batch>();
  for (const input of inputs)
    if (input.kind === 'edge' && input.port.portType === 'image')
      shown.set(
        input.port.name,
        state.batches[state.plan.positions.get(input.source.node) ?? -1]?.get(input.source.output) ?? [],
      );
  return summarize(shown);
}
