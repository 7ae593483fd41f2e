import { z } from 'zod';

import type { TaskHandle, TaskResult } from '#core/durable/seam.ts';

import { asOutputs, childOutputSchema, type ChildDone } from './child-task.ts';
import { failExecution, finishExecution } from './finish.ts';
import { keepOutputs, type ActiveStep } from './run-state.ts';
import type { Run } from './run-task.ts';

const heldSchema = z.object({ attempt: z.string() });

/** A child task that is out. */
export interface Out {
  readonly handle: TaskHandle;
  readonly index: number;
  readonly execution: number;
  /** Whether it may have bought something. */
  readonly paid: boolean;
}

/** Takes in how a child task ended. */
export function takeResult(run: Run, result: TaskResult): void {
  const out = run.out.get(result.id);
  const active = out === undefined ? undefined : run.state.active.get(out.index);
  if (out === undefined || active === undefined) return;
  run.out.delete(result.id);
  if (result.state === 'attention') {
    const { attempt } = heldSchema.parse(result.output);
    active.held += 1;
    active.left -= 1;
    run.state.tally.costUsd = null;
    run.state.tally.failures.push({
      code: 'unknown-outcome',
      message: `It is not known whether the images were bought (attempt ${attempt}); it waits for you to decide.`,
      retryable: false,
      charged: 'unknown',
      attempt,
      node: active.step.node,
    });
  } else if (result.state === 'success') takeOutput(run, active, out, result.output);
  else
    failExecution(run, active, out.execution, {
      code: result.state === 'cancelled' ? 'cancelled' : 'node-failed',
      message: result.error ?? 'It was stopped.',
      retryable: false,
      charged: 'unknown',
    });
  if (active.left === 0) finishExecution(run, active);
}

function takeOutput(run: Run, active: ActiveStep, out: Out, output: unknown): void {
  const { tally } = run.state;
  const { node } = active.step;
  const ended = childOutputSchema.parse(output);
  tally.warnings.push(...ended.warnings.map((message) => ({ node, message })));
  if (ended.type === 'failed') {
    failExecution(run, active, out.execution, ended.failure);
    return;
  }
  takeDone(run, active, out, ended);
}

function takeDone(run: Run, active: ActiveStep, out: Out, ended: ChildDone): void {
  const { task, state } = run;
  const { tally } = state;
  const { step } = active;
  const outputs = asOutputs(ended.outputs);
  active.ok += 1;
  active.left -= 1;
  if (ended.cached) active.cached += 1;
  if (ended.losses.length > 0) active.lossy += 1;
  active.failure ??= ended.losses[0];
  keepOutputs(active, out.execution, outputs);
  tally.costUsd = tally.costUsd === null || ended.costUsd === null ? null : tally.costUsd + ended.costUsd;
  tally.images += ended.images;
  tally.cachedImages += ended.cachedImages;
  tally.files.push(...ended.files);
  tally.failures.push(...ended.losses.map((failure) => ({ ...failure, node: step.node })));
  const [failure] = ended.losses;
  task.emit({
    type: 'item-end',
    node: step.node,
    execution: out.execution,
    outcome: failure === undefined ? 'complete' : 'partial',
    cached: ended.cached,
    costUsd: ended.costUsd,
    ...(failure === undefined ? {} : { failure }),
  });
}
