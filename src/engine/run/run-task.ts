import type { TaskBody, TaskContext } from '#core/durable/seam.ts';
import { isError, type Diagnostic } from '#core/run/diagnostic.ts';
import type { RunEventDraft } from '#core/run/event.ts';
import { toFailure, type Failure } from '#core/run/failure.ts';

import { plan } from '../plan.ts';
import { validate } from '../validate.ts';
import type { EngineHost } from './execute-child.ts';
import { runInputSchema, type RunInput } from './run-input.ts';
import { createRunState, decideOutcome, type RunState } from './run-state.ts';
import { startStep } from './start-step.ts';
import { takeResult, type Out } from './take-result.ts';

/** Everything that one run's loop shares with its parts. */
export interface Run {
  readonly task: TaskContext;
  readonly input: RunInput;
  readonly host: EngineHost;
  readonly state: RunState;
  /** Child tasks that are out, by task id. */
  readonly out: Map<string, Out>;
}

type RunEnd = Extract<RunEventDraft, { type: 'run-end' }>;

/**
 * The task body of a run: starts every ready step, waits for the first child task to end, and so on until nothing is
 * left. Pure steps are computed on the spot, again after a crash; paid and saving ones are child tasks with a journal
 * of their own.
 */
export const runTask =
  (host: EngineHost): TaskBody =>
  async (task, rawInput) => {
    const input = runInputSchema.parse(rawInput);
    const begun = await task.step('begin', () => task.execution);
    const { definitions, descriptors } = host.catalog();
    const targets = input.targets === undefined ? {} : { targets: input.targets };
    const validation = validate(input.document, descriptors, targets);
    const planned = validation.ok ? plan(validation.workflow, { definitions }) : validation;
    const resumed = begun !== task.execution;
    if (!planned.ok || !validation.ok)
      return refuse(task, input, { resumed, diagnostics: planned.diagnostics });
    const state = createRunState(planned.plan);
    const run: Run = { task, input, host, state, out: new Map() };
    task.emit({
      type: 'run-start',
      name: input.document.name,
      steps: planned.plan.steps.map(({ node, definition, executions }) => ({
        node,
        nodeType: definition.type,
        executions,
      })),
      estimateUsd: input.estimateUsd,
      resumed,
    });
    const broken = await drive(run).then(() => undefined, toFailure);
    if (broken !== undefined) state.tally.failures.push(broken);
    const { tally } = state;
    // Paid work that is still out is paid for; how much, nobody knows yet.
    const open = [...run.out.values()].some(({ paid }) => paid);
    const ending = broken === undefined ? decideOutcome(state, validation.workflow.roots) : 'failed';
    const end: RunEnd = {
      type: 'run-end',
      outcome: task.signal.aborted ? 'cancelled' : ending,
      ...tally,
      costUsd: open || broken !== undefined ? null : tally.costUsd,
    };
    task.emit(end);
    return { outcome: end.outcome };
  };

/** The nodes changed since the run was started, and no longer fit the workflow. */
function refuse(
  task: TaskContext,
  input: RunInput,
  { resumed, diagnostics }: { resumed: boolean; diagnostics: readonly Diagnostic[] },
) {
  task.emit({ type: 'run-start', name: input.document.name, steps: [], estimateUsd: null, resumed });
  const failures = diagnostics
    .filter(isError)
    .map(({ message, node }): Failure & { node?: string | undefined } => ({
      code: 'invalid',
      message,
      retryable: false,
      // What it bought before the nodes changed is kept by its own tasks.
      charged: resumed ? 'unknown' : 'no',
      node,
    }));
  const nothing = { costUsd: resumed ? null : 0, images: 0, cachedImages: 0, files: [], warnings: [] };
  task.emit({ type: 'run-end', outcome: 'failed', ...nothing, failures });
  return { outcome: 'failed' };
}

/** Enough for a provider to answer that it cancelled a queued job. */
const cancelGraceMs = 1_500;

async function drive(run: Run): Promise<void> {
  const { task, state, out } = run;
  const stopped = whenStopped(run);
  for (;;) {
    while (!task.signal.aborted && state.ready.length > 0) {
      const index = state.ready.pop();
      if (index !== undefined) await startStep(run, index);
    }
    if (out.size === 0) return;
    const handles = [...out.values()].map(({ handle }) => handle);
    const result = await Promise.race([task.first(handles), stopped]);
    // Jobs that the provider goes on with keep their own tasks, which collect what still comes.
    if (result === undefined) return;
    takeResult(run, result);
  }
}

/** Resolves a moment after the run was cancelled: what ends by itself until then is still told. */
async function whenStopped({ task, host }: Run): Promise<undefined> {
  const { clock } = host.capabilities;
  await new Promise<void>((resolve) => {
    if (task.signal.aborted) resolve();
    else task.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await clock.sleep(cancelGraceMs);
  return undefined;
}
