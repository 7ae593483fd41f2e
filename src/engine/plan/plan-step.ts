import type { AnyValues, NodeDefinition, Purchases } from '#core/node/define-node.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { Batch } from '#core/run/batch.ts';
import type { OutputsByName } from '#core/run/capabilities.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

import { mapInputs, type FedInput } from '../batch-rule.ts';
import { fold } from '../fold.ts';
import { concatenate, readOutputs, type ExecutionResult } from '../outputs.ts';
import type { PlannedPurchase, PlanStep } from '../plan.ts';
import type { ValidNode } from '../validate.ts';
import { feed, findValueProblem } from '../values.ts';

type Settled = Pick<PlanStep, 'known' | 'warnings' | 'executions' | 'bounds' | 'purchases'>;

interface StepContext {
  readonly node: ValidNode;
  readonly definition: NodeDefinition;
  readonly lookUp: (node: string) => Pick<PlanStep, 'known' | 'bounds'> | undefined;
  readonly results: readonly OutputsByName[] | undefined;
  readonly diagnostics: Diagnostic[];
}

/** Stands for a reference image that a run will bring; counted, never sent. */
const placeholder: AssetRef = {
  hash: '0'.repeat(64),
  mediaType: 'image/png',
  byteLength: 0,
  width: 1,
  height: 1,
};

/** Settles all of a step that can be settled before the run. */
export function planStep(context: StepContext): Settled {
  const { node, definition, lookUp, diagnostics } = context;
  let exact = true;
  let settleable = true;
  const inputs = node.inputs.map((input): FedInput => {
    const fed = feed(input, ({ node: source, output }) => lookUp(source)?.known?.get(output));
    if (input.kind !== 'edge' || fed.batch !== undefined) return fed;
    exact = false;
    const bound = lookUp(input.source.node)?.bounds.get(input.source.output) ?? null;
    if (input.port.cardinality === 'one' || input.port.portType !== 'image') settleable = false;
    return { port: input.port, batch: standIns(bound) };
  });
  if (!settleable) return unsettled(definition, mappedBound(context));
  const mapping = mapInputs(inputs);
  if (mapping.kind === 'unequal') {
    diagnostics.push({
      code: 'length-mismatch',
      severity: 'error',
      message: mapping.message,
      node: node.id,
      port: mapping.port,
    });
    return unsettled(definition, null);
  }
  if (mapping.kind === 'empty') return unsettled(definition, 0);
  const results: ExecutionResult[] = [];
  const warnings: string[] = [];
  const purchases: PlannedPurchase[] = [];
  for (const [execution, each] of mapping.executions.entries()) {
    if (each.kind === 'hole') continue;
    if (hasProblem(context, each.values)) return unsettled(definition, null);
    if (definition.estimate !== undefined) {
      const wanted = estimateExecution(context, definition.estimate, each.values);
      if (wanted === undefined) return unsettled(definition, mapping.executions.length);
      purchases.push({ execution, values: each.values, requests: wanted.requests, exact });
      for (const message of wanted.warnings ?? [])
        diagnostics.push({ code: 'count-mismatch', severity: 'warning', message, node: node.id });
    }
    const outputs = exact ? settle(context, each.values, execution, warnings) : undefined;
    if (outputs !== undefined) results.push({ outputs });
  }
  const executions = mapping.executions.length;
  const known =
    exact && results.length === executions && definition.effect !== 'save'
      ? concatenate(definition, node.id, results)
      : undefined;
  return {
    known,
    warnings,
    executions,
    bounds: boundsOf(definition, executions, known, purchases),
    purchases: definition.effect === 'paid' ? purchases : null,
  };
}

const standIns = (count: number | null): Batch =>
  Array.from({ length: count ?? 1 }, () => ({ value: placeholder, origin: { node: '', execution: 0 } }));

/** Executions at most, when a mapped input is not known yet: the longest bound of those that map. */
function mappedBound({ node, lookUp }: StepContext): number | null {
  let bound = 1;
  for (const input of node.inputs) {
    if (input.port.cardinality === 'many' || input.kind !== 'edge') continue;
    const length = lookUp(input.source.node)?.bounds.get(input.source.output) ?? null;
    if (length === null) return null;
    bound = Math.max(bound, length);
  }
  return bound;
}

const unsettled = (definition: NodeDefinition, executions: number | null): Settled => ({
  known: undefined,
  warnings: [],
  executions,
  bounds: boundsOf(definition, executions, undefined, undefined),
  purchases: null,
});

function boundsOf(
  definition: NodeDefinition,
  executions: number | null,
  known: ReadonlyMap<string, Batch> | undefined,
  purchases: readonly PlannedPurchase[] | undefined,
): ReadonlyMap<string, number | null> {
  const bought =
    definition.effect === 'paid' && purchases !== undefined
      ? purchases.flatMap(({ requests }) => requests).reduce((sum, { count }) => sum + count, 0)
      : null;
  return new Map(
    Object.entries(definition.outputs).map(([name, { cardinality }]) => [
      name,
      known?.get(name)?.length ?? (cardinality === 'one' ? executions : bought),
    ]),
  );
}

/** Tells the first problem of the values at its port. */
function hasProblem({ node, definition, diagnostics }: StepContext, values: AnyValues): boolean {
  const bad = findValueProblem(node.inputs, values);
  if (bad !== undefined) {
    diagnostics.push({ ...bad, severity: 'error', node: node.id });
    return true;
  }
  const said = attempt({ node, diagnostics }, () => definition.check?.(values) ?? []);
  for (const { input, message } of said ?? []) {
    const fed = node.inputs.find(({ port }) => port.name === input);
    const empty = fed === undefined || fed.kind === 'none' || (fed.kind === 'values' && !fed.typed);
    diagnostics.push({
      code: empty ? 'missing-input' : 'invalid-value',
      severity: 'error',
      message,
      node: node.id,
      port: input,
    });
  }
  return said === undefined || said.length > 0;
}

const estimateExecution = (
  context: StepContext,
  estimate: (values: AnyValues) => Purchases,
  values: AnyValues,
): Purchases | undefined => attempt(context, () => estimate(values));

/** Calls code of a node; what it throws is told at the node. */
function attempt<T>(
  { node, diagnostics }: Pick<StepContext, 'node' | 'diagnostics'>,
  call: () => T,
): T | undefined {
  try {
    return call();
  } catch (error) {
    diagnostics.push({
      code: 'node-failed',
      severity: 'error',
      message: `${node.title} failed: ${error instanceof Error ? error.message : String(error)}`,
      node: node.id,
    });
    return undefined;
  }
}

/** Outputs of one execution: known from elsewhere, or computed at once if the node allows. */
function settle(
  context: StepContext,
  values: AnyValues,
  execution: number,
  warnings: string[],
): OutputsByName | undefined {
  const { definition, results } = context;
  if (results !== undefined) return results[execution];
  const folded = fold(definition, values);
  if (folded.kind === 'needs-run') return undefined;
  if (folded.kind === 'done') warnings.push(...folded.warnings);
  return attempt(context, () => {
    if (folded.kind === 'thrown') throw folded.error;
    return readOutputs(definition, folded.outputs);
  });
}
