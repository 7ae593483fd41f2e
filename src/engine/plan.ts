import type { ImageRequest } from '#core/model/image-model.ts';
import type { AnyValues, NodeDefinition } from '#core/node/define-node.ts';
import type { Batch } from '#core/run/batch.ts';
import type { OutputsByName } from '#core/run/capabilities.ts';
import { isError, type Diagnostic } from '#core/run/diagnostic.ts';

import { planStep } from './plan/plan-step.ts';
import { rankSteps } from './plan/priority.ts';
import type { ValidInput, ValidWorkflow } from './validate.ts';

/** What one execution of a paid step will ask for. */
export interface PlannedPurchase {
  readonly execution: number;
  /** The input values of that execution. */
  readonly values: AnyValues;
  readonly requests: readonly ImageRequest[];
  /** False where reference images are not known yet: the request then holds as many placeholders as may come. */
  readonly exact: boolean;
}

export interface PlanStep {
  readonly index: number;
  readonly node: string;
  readonly title: string;
  readonly definition: NodeDefinition;
  readonly inputs: readonly ValidInput[];
  /** Steps that wait for this one, and how many distinct steps this one waits for. */
  readonly consumers: readonly number[];
  readonly waitsFor: number;
  /** Paid steps on the longest way from here to an end, this one included: the critical path goes first. */
  readonly priority: number;
  /** Outputs that are settled already, by output name. */
  readonly known: ReadonlyMap<string, Batch> | undefined;
  readonly warnings: readonly string[];
  /** How often it executes; null where only the run can tell. */
  readonly executions: number | null;
  /** Items per output at most; null where only the run can tell. */
  readonly bounds: ReadonlyMap<string, number | null>;
  /** Paid steps only; null where only the run can tell. */
  readonly purchases: readonly PlannedPurchase[] | null;
}

/** What a run will do, step by step. Pure data made by a pure function: the same document gives the same plan. */
export interface ExecutionPlan {
  readonly name: string;
  /** Every edge goes forward in this order. */
  readonly steps: readonly PlanStep[];
  /** By node id. */
  readonly positions: ReadonlyMap<string, number>;
}

export type Planned =
  | { ok: true; plan: ExecutionPlan; diagnostics: readonly Diagnostic[] }
  | { ok: false; diagnostics: readonly Diagnostic[] };

export interface PlanOptions {
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  /** Outputs of executions that are known from elsewhere (the memo), by node id, in order of execution. */
  readonly results?: ReadonlyMap<string, readonly OutputsByName[]>;
}

/** A step whose consumers and rank are still being found out. */
type Draft = Omit<PlanStep, 'consumers' | 'priority'> & { readonly consumers: number[]; priority: number };

/**
 * Turns a valid workflow into steps. Whatever can be computed without waiting is computed here, so that batch lengths,
 * prompts and purchases are known before anything is paid. Linear and without recursion; never throws.
 */
export function plan(workflow: ValidWorkflow, options: PlanOptions): Planned {
  const diagnostics: Diagnostic[] = [];
  const steps: Draft[] = [];
  const positions = new Map<string, number>();
  const lookUp = (id: string) => steps[positions.get(id) ?? -1];
  for (const node of workflow.nodes) {
    const definition = options.definitions.get(node.descriptor.type);
    if (definition === undefined) {
      diagnostics.push({
        code: 'unknown-type',
        severity: 'error',
        message: `No node type "${node.descriptor.type}" is installed.`,
        node: node.id,
      });
      continue;
    }
    const index = steps.length;
    const sources = new Set<number>();
    for (const input of node.inputs)
      if (input.kind === 'edge') {
        const source = positions.get(input.source.node);
        if (source !== undefined) sources.add(source);
      }
    for (const source of sources) steps[source]?.consumers.push(index);
    positions.set(node.id, index);
    steps.push({
      index,
      node: node.id,
      title: node.title,
      definition,
      inputs: node.inputs,
      consumers: [],
      waitsFor: sources.size,
      priority: 0,
      ...planStep({ node, definition, lookUp, diagnostics, results: options.results?.get(node.id) }),
    });
  }
  if (diagnostics.some(isError)) return { ok: false, diagnostics };
  rankSteps(steps);
  return { ok: true, diagnostics, plan: { name: workflow.name, positions, steps } };
}
