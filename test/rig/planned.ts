import type { WorkflowDocument } from '#core/document/schema.ts';
import { makeCatalog, type Catalog } from '#core/node/catalog.ts';
import { survivors } from '#core/run/batch.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import { plan, type ExecutionPlan, type Planned, type PlanStep } from '#engine/plan.ts';
import { validate, type ValidWorkflow } from '#engine/validate.ts';

import { builtInNodes } from './built-in-nodes.ts';
import { valueNodes } from './value-nodes.ts';

/** The product's own nodes and the value nodes of the tests. */
export const allNodes: Catalog = makeCatalog([
  ...builtInNodes.definitions.values(),
  ...valueNodes.definitions.values(),
]);

const words = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n');

/** The valid workflow of a document; an invalid one fails the test with its reasons. */
export function validated(document: WorkflowDocument, catalog: Catalog = allNodes): ValidWorkflow {
  const validation = validate(document, catalog.descriptors);
  if (!validation.ok) throw new Error(words(validation.diagnostics));
  return validation.workflow;
}

export const planOf = (document: WorkflowDocument, catalog: Catalog = allNodes): Planned =>
  plan(validated(document, catalog), { definitions: catalog.definitions });

/** The plan of a document; a refused one fails the test with its reasons. */
export function planned(document: WorkflowDocument, catalog: Catalog = allNodes): ExecutionPlan {
  const result = planOf(document, catalog);
  if (!result.ok) throw new Error(words(result.diagnostics));
  return result.plan;
}

export function stepOf(of: ExecutionPlan, node: string): PlanStep {
  const step = of.steps[of.positions.get(node) ?? -1];
  if (step === undefined) throw new Error(`The plan has no step "${node}".`);
  return step;
}

/** Values that a step is known to put out; undefined where only the run can tell. */
export const knownValues = (step: PlanStep, output: string): unknown =>
  step.known === undefined ? undefined : survivors(step.known.get(output) ?? []).map(({ value }) => value);
