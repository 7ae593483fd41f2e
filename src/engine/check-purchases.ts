import type { ModelRegistry } from '#core/run/capabilities.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

import type { ExecutionPlan, PlanStep } from './plan.ts';
import { resolveRequest, type ProviderPolicy, type ResolvedRequest } from './request.ts';

/** What providers say of a plan's purchases before anything is sent; needs no network. */
export function checkPurchases(
  { steps }: ExecutionPlan,
  policy: ProviderPolicy,
  models: ModelRegistry,
): readonly Diagnostic[] {
  const diagnostics = new Map<string, Diagnostic>();
  for (const step of steps)
    for (const { requests } of step.purchases ?? [])
      for (const request of requests)
        for (const diagnostic of checkRequest(step, resolveRequest(request, policy, models)))
          diagnostics.set(JSON.stringify([diagnostic.node, diagnostic.message]), diagnostic);
  return [...diagnostics.values()];
}

/** What the provider cannot do or does differently, and whether it has a key, at the ports of the step. */
export function checkRequest(step: PlanStep, { request, model }: ResolvedRequest): Diagnostic[] {
  const at = (port: string): Pick<Diagnostic, 'node' | 'port'> => ({
    node: step.node,
    ...(Object.hasOwn(step.definition.inputs, port) ? { port } : {}),
  });
  const diagnostics = model.check(request).map(({ severity, field, message }): Diagnostic => ({
    code: severity === 'error' ? 'unsupported-by-provider' : 'adjusted-by-provider',
    severity,
    message,
    ...at(field),
  }));
  if (model.account === undefined && model.keyVariable !== undefined)
    diagnostics.push({
      code: 'missing-key',
      severity: 'error',
      message: `${model.title} needs a key: set it in Settings, or as ${model.keyVariable}.`,
      ...at('provider'),
    });
  return diagnostics;
}
