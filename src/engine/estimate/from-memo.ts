import type { NodeContext } from '#core/node/context.ts';
import type { AnyValues, NodeDefinition } from '#core/node/define-node.ts';
import type { OutputsByName } from '#core/run/capabilities.ts';

import { readOutputs } from '../outputs.ts';
import type { PlanStep } from '../plan.ts';
import type { PurchaseRecord } from '../purchase-record.ts';

/** The answers of `models.generate` in the order of the calls; undefined where it would have to buy. */
export type Answers = readonly (PurchaseRecord | undefined)[];

/**
 * Executes a paid node whose every purchase is answered by the memo, without touching anything. Undefined when one is
 * not, or when the node does something else than it estimated.
 */
export async function executeFromMemo(
  definition: NodeDefinition,
  values: AnyValues,
  answers: Answers,
): Promise<OutputsByName | undefined> {
  if (answers.length === 0 || answers.some((answer) => answer === undefined)) return undefined;
  let calls = 0;
  const refuse = (): never => {
    throw new Error('not answered by the memo');
  };
  const context: NodeContext = {
    signal: new AbortController().signal,
    progress: () => {},
    warn: () => {},
    images: { composeGrid: refuse },
    outputs: { save: refuse },
    models: {
      generate: () => {
        const answer = answers[calls];
        calls += 1;
        return answer === undefined ? refuse() : Promise.resolve(answer.images.map(({ asset }) => asset));
      },
    },
  };
  try {
    return readOutputs(definition, await definition.execute(context, values));
  } catch {
    // The run itself will meet the same trouble and tell it with its place.
    return undefined;
  }
}

/** The outputs of all executions of a paid step, if the memo answers all of them. `answers` in order of the requests. */
export async function executePaidFromMemo(
  step: PlanStep,
  answers: Answers,
): Promise<readonly OutputsByName[] | undefined> {
  if (step.purchases === null || step.purchases.length === 0 || step.purchases.length !== step.executions)
    return undefined;
  const outputs: OutputsByName[] = [];
  let at = 0;
  for (const { values, requests } of step.purchases) {
    const own = answers.slice(at, at + requests.length);
    at += requests.length;
    const settled = await executeFromMemo(step.definition, values, own);
    if (settled === undefined) return undefined;
    outputs.push(settled);
  }
  return outputs;
}
