import { maxImagesPerBatch, type Price } from '#core/model/image-model.ts';
import type { NodeDefinition } from '#core/node/define-node.ts';
import type { AssetStore, Digest, Memo, ModelRegistry, OutputsByName } from '#core/run/capabilities.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import type { Estimate, NodeEstimate } from '#core/run/estimate.ts';

import { checkRequest } from './check-purchases.ts';
import { executePaidFromMemo } from './estimate/from-memo.ts';
import { fingerprintPurchase } from './fingerprint.ts';
import { plan, type ExecutionPlan, type PlannedPurchase, type PlanStep } from './plan.ts';
import { recallPurchase, type Recalled } from './purchase-record.ts';
import { resolveRequest, type ProviderPolicy, type ResolvedRequest } from './request.ts';
import type { ValidWorkflow } from './validate.ts';

export interface EstimateOptions {
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  readonly models: ModelRegistry;
  readonly memo: Memo;
  readonly assets: AssetStore;
  readonly digest: Digest;
  readonly policy: ProviderPolicy;
  /** Buys anew, so nothing is a memo hit. */
  readonly force: boolean;
  readonly signal: AbortSignal;
}

export interface EstimatedPlan {
  readonly estimate: Estimate;
  /** Absent when planning refuses. */
  readonly plan: ExecutionPlan | undefined;
}

type Finding = { readonly purchase: ResolvedRequest; readonly recalled: Recalled | undefined };

/**
 * Says what a run would buy at most: the plan with every purchase checked and priced by its provider, and what is in
 * the memo already counted as free. Plans again with what the memo knows, so that purchases behind known ones are
 * known too.
 */
export async function estimate(workflow: ValidWorkflow, options: EstimateOptions): Promise<EstimatedPlan> {
  const results = new Map<string, readonly OutputsByName[]>();
  for (;;) {
    const planned = plan(workflow, { definitions: options.definitions, results });
    if (!planned.ok) return { estimate: refusal(planned.diagnostics), plan: undefined };
    const findings = new Map<string, readonly Finding[]>();
    let learned = false;
    for (const step of planned.plan.steps) {
      if (step.purchases === null) continue;
      const found = await lookUp(step.purchases, options);
      findings.set(step.node, found);
      if (results.has(step.node) || step.known !== undefined) continue;
      const outputs = await executePaidFromMemo(
        step,
        found.map(({ recalled }) => (recalled?.type === 'known' ? recalled.record : undefined)),
      );
      if (outputs === undefined) continue;
      results.set(step.node, outputs);
      learned = true;
    }
    if (learned) continue;
    return {
      plan: planned.plan,
      estimate: await sum(planned.plan, findings, [...planned.diagnostics], options),
    };
  }
}

const refusal = (diagnostics: readonly Diagnostic[]): Estimate => ({
  usd: null,
  images: null,
  paidCalls: null,
  nodes: {},
  diagnostics: [...diagnostics],
});

async function lookUp(
  purchases: readonly PlannedPurchase[],
  options: EstimateOptions,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { requests, exact } of purchases)
    for (const request of requests) {
      const purchase = resolveRequest(request, options.policy, options.models);
      const fingerprint = fingerprintPurchase(options.digest, purchase.request);
      const known = exact && !options.force;
      findings.push({ purchase, recalled: known ? await recallPurchase(options, fingerprint) : undefined });
    }
  return findings;
}

async function sum(
  { steps }: ExecutionPlan,
  findings: ReadonlyMap<string, readonly Finding[]>,
  diagnostics: Diagnostic[],
  options: EstimateOptions,
): Promise<Estimate> {
  const nodes: Record<string, NodeEstimate> = {};
  for (const step of steps)
    if (step.definition.effect === 'paid')
      nodes[step.node] = await estimateNode(step, findings.get(step.node), diagnostics, options);
  const all = Object.values(nodes);
  const total = (values: readonly (number | null)[]): number | null =>
    values.reduce<number | null>((a, b) => (a === null || b === null ? null : a + b), 0);
  return {
    usd: roundUsd(total(all.map(({ usd }) => usd))),
    images: total(all.map(({ images }) => images)),
    paidCalls: total(all.map(({ executions, cached }) => (executions === null ? null : executions - cached))),
    nodes,
    diagnostics,
  };
}

/** Sums of cents in binary would show as 0.12000000000000001. */
const roundUsd = (usd: number | null): number | null => (usd === null ? null : Math.round(usd * 1e6) / 1e6);

async function estimateNode(
  step: PlanStep,
  findings: readonly Finding[] | undefined,
  diagnostics: Diagnostic[],
  { models, policy, signal }: EstimateOptions,
): Promise<NodeEstimate> {
  if (findings === undefined) {
    const model = models.get(policy.override ?? policy.auto);
    return {
      executions: step.executions,
      cached: 0,
      images: step.executions === null ? null : step.executions * maxImagesPerBatch,
      usd: null,
      provider: model.provider,
      demo: model.demo,
      source: 'known once the inputs are',
    };
  }
  let usd: number | null = 0;
  let images = 0;
  let cached = 0;
  const sources = new Set<string>();
  const told = new Set<string>();
  for (const { purchase, recalled } of findings) {
    if (recalled !== undefined) {
      cached += 1;
      continue;
    }
    for (const diagnostic of checkRequest(step, purchase))
      if (!told.has(diagnostic.message)) {
        told.add(diagnostic.message);
        diagnostics.push(diagnostic);
      }
    const price: Price = await purchase.model.price(purchase.request, signal);
    sources.add(price.source);
    images += purchase.request.count;
    usd = usd === null || price.usd === null ? null : usd + price.usd;
  }
  const first = findings[0]?.purchase.model ?? models.get(policy.override ?? policy.auto);
  return {
    executions: findings.length,
    cached,
    images,
    usd: roundUsd(usd),
    provider: first.provider,
    demo: findings.every(({ purchase }) => purchase.model.demo),
    source: sources.size === 0 ? 'bought before' : [...sources].join(', '),
  };
}
