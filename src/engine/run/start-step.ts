import type { AnyValues } from '#core/node/define-node.ts';
import { toFailure, type Failure } from '#core/run/failure.ts';

import { gathersNothing, mapInputs, type Execution } from '../batch-rule.ts';
import { executeFromMemo } from '../estimate/from-memo.ts';
import { fingerprintPurchase } from '../fingerprint.ts';
import { fold } from '../fold.ts';
import { imagesOf } from '../lineage.ts';
import { readOutputs } from '../outputs.ts';
import type { PlanStep } from '../plan.ts';
import { purchaseRecordSchema, recallPurchase, type PurchaseRecord } from '../purchase-record.ts';
import { resolveRequest } from '../request.ts';
import { feed, findValueProblem } from '../values.ts';
import type { ChildInput } from './child-task.ts';
import { endStep, endUnstarted, failExecution, finishExecution } from './finish.ts';
import { keepOutputs, type ActiveStep } from './run-state.ts';
import type { Run } from './run-task.ts';

/** Starts a step whose inputs are all there: maps them to executions and gets each of them done or under way. */
export async function startStep(run: Run, index: number): Promise<void> {
  const { task, state } = run;
  const step = state.plan.steps[index];
  if (step === undefined) return;
  if (step.known !== undefined) {
    task.emit({ type: 'step-start', node: step.node, executions: step.executions ?? 1 });
    for (const message of step.warnings) warn(run, step, message);
    endStep(run, step, { outcome: 'complete', cached: false, batches: step.known });
    return;
  }
  const inputs = step.inputs.map((input) =>
    feed(input, ({ node, output }) => state.batches[state.plan.positions.get(node) ?? -1]?.get(output)),
  );
  const mapping = mapInputs(inputs);
  // References that failed are not the same as none: what would be bought without them is not what was ordered.
  const lacking = step.definition.effect === 'paid' && inputs.some(gathersNothing);
  if (mapping.kind === 'empty' || lacking) {
    endUnstarted(run, step, undefined);
    return;
  }
  if (mapping.kind === 'unequal') {
    endUnstarted(run, step, invalid(step, mapping.message));
    return;
  }
  const { executions } = mapping;
  task.emit({ type: 'step-start', node: step.node, executions: executions.length });
  const active: ActiveStep = {
    step,
    executions,
    results: executions.map(() => undefined),
    left: executions.length,
    ok: 0,
    cached: 0,
    failed: 0,
    held: 0,
    lossy: 0,
    failure: undefined,
  };
  state.active.set(index, active);
  for (const [execution, each] of executions.entries())
    try {
      await startExecution(run, active, execution, each);
    } catch (error) {
      // Code of a node, such as `estimate`, on values that only the run brought.
      failExecution(run, active, execution, toFailure(error));
    }
  if (active.left === 0) finishExecution(run, active);
}

const invalid = ({ title }: PlanStep, message: string): Failure => ({
  code: 'invalid',
  message: `${title}: ${message}`,
  retryable: false,
  charged: 'no',
});

const warn = ({ task, state }: Run, { node }: PlanStep, message: string): void => {
  state.tally.warnings.push({ node, message });
  task.emit({ type: 'item-warning', node, execution: 0, message });
};

async function startExecution(
  run: Run,
  active: ActiveStep,
  execution: number,
  each: Execution,
): Promise<void> {
  const { step } = active;
  if (each.kind === 'hole') {
    active.left -= 1;
    return;
  }
  const problem = findValueProblem(step.inputs, each.values);
  if (problem !== undefined) {
    failExecution(run, active, execution, invalid(step, problem.message));
    return;
  }
  if (step.definition.effect === 'pure' && foldExecution(run, active, execution, each.values)) return;
  if (step.definition.effect === 'paid') tellRequest(run, step, execution, each.values);
  const records =
    step.definition.effect === 'paid' ? await recall(run, step, execution, each.values) : undefined;
  if (records !== undefined) {
    const outputs = await executeFromMemo(step.definition, each.values, records);
    if (outputs !== undefined) {
      tellRecords(run, step, execution, records);
      active.cached += 1;
      active.ok += 1;
      active.left -= 1;
      keepOutputs(active, execution, outputs);
      run.state.tally.cachedImages += records.reduce((sum, { images }) => sum + images.length, 0);
      return;
    }
  }
  startChild(run, step, execution, each);
}

/** Prompts above this are cut in the story of a run; the document has them in full. */
const longestToldPrompt = 4_000;

/** Tells what a paid execution will ask for, so that whoever sees its images knows what made them. */
function tellRequest(
  { task, input, host }: Run,
  { node, definition }: PlanStep,
  execution: number,
  values: AnyValues,
): void {
  const [wanted] = definition.estimate?.(values).requests ?? [];
  if (wanted === undefined) return;
  const { request } = resolveRequest(wanted, input, host.capabilities.models);
  const { provider, prompt, seed = null, count, resolution, references } = request;
  task.emit({
    type: 'item-request',
    node,
    execution,
    provider,
    prompt: prompt.slice(0, longestToldPrompt),
    seed,
    count,
    resolution,
    references: references.length,
  });
}

/** True when the execution could be done at once, well or badly. */
function foldExecution(run: Run, active: ActiveStep, execution: number, values: AnyValues): boolean {
  const folded = fold(active.step.definition, values);
  if (folded.kind === 'needs-run') return false;
  try {
    if (folded.kind === 'thrown') throw folded.error;
    keepOutputs(active, execution, readOutputs(active.step.definition, folded.outputs));
    for (const message of folded.warnings) warn(run, active.step, message);
    active.ok += 1;
    active.left -= 1;
  } catch (error) {
    failExecution(run, active, execution, {
      code: 'node-failed',
      message: `${active.step.title}: ${error instanceof Error ? error.message : String(error)}`,
      retryable: false,
      charged: 'no',
    });
  }
  return true;
}

/**
 * The purchases of an execution, if the memo knows all of them. Journalled: what was a miss and became a child task
 * has to stay one when the run is executed again, or its paid job would be forgotten.
 */
async function recall(
  { task, input, host }: Run,
  { node, definition }: PlanStep,
  execution: number,
  values: AnyValues,
): Promise<readonly PurchaseRecord[] | undefined> {
  const { estimate } = definition;
  if (input.force || estimate === undefined) return undefined;
  const found = await task.step(`memo:${node}:${execution}`, async () => {
    const records: PurchaseRecord[] = [];
    for (const wanted of estimate(values).requests) {
      const { request } = resolveRequest(wanted, input, host.capabilities.models);
      const recalled = await recallPurchase(
        host.capabilities,
        fingerprintPurchase(host.capabilities.digest, request),
      );
      if (recalled?.type !== 'known') return null;
      records.push(recalled.record);
    }
    return records;
  });
  return found === null ? undefined : purchaseRecordSchema.array().parse(found);
}

function tellRecords(run: Run, step: PlanStep, execution: number, records: readonly PurchaseRecord[]): void {
  const { task, host } = run;
  let index = 0;
  for (const { images, operation, warnings } of records) {
    for (const { asset, nsfw, blank } of images) {
      const demo = operation.provider === 'local' && host.capabilities.models.get('local').demo;
      task.emit({
        type: 'asset-add',
        node: step.node,
        execution,
        index,
        asset,
        demo,
        nsfw,
        ...(blank === undefined ? {} : { blank }),
      });
      index += 1;
    }
    for (const message of warnings) warn(run, step, message);
  }
  task.emit({ type: 'item-end', node: step.node, execution, outcome: 'complete', cached: true, costUsd: 0 });
}

function startChild(
  run: Run,
  step: PlanStep,
  execution: number,
  each: Extract<Execution, { kind: 'values' }>,
): void {
  const { task, input, out } = run;
  const { values, items } = each;
  const { effect, type, estimate } = step.definition;
  const child: ChildInput = {
    node: step.node,
    execution,
    nodeType: type,
    // Undefined optional inputs vanish here, and come back as undefined.
    values: JSON.parse(JSON.stringify(values)),
    auto: input.auto,
    force: input.force,
    createdAt: input.createdAt,
    seeds: effect === 'save' ? imagesOf(items).map(({ hash, seed }) => ({ hash, seed: seed ?? null })) : [],
    ...(input.override === undefined ? {} : { override: input.override }),
    ...(input.runCapUsd === undefined ? {} : { runCapUsd: input.runCapUsd }),
  };
  const [first] = effect === 'paid' ? (estimate?.(values).requests ?? []) : [];
  const lane =
    first === undefined
      ? undefined
      : resolveRequest(first, input, run.host.capabilities.models).request.provider;
  const handle = task.start({
    kind: effect,
    node: step.node,
    execution,
    input: child,
    ...(lane === undefined ? {} : { options: { lane, priority: step.priority } }),
  });
  out.set(handle.id, { handle, index: step.index, execution, paid: effect === 'paid' });
}
