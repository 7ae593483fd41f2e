import type { EstimateRequest } from '#core/api/estimate.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import type { SecretGuard } from '#platform/secret-guard.ts';

/**
 * The problem of a request that carries a key of this Batchwork: it would travel on in the journal, in every saved image
 * and to the provider. Undefined for all others.
 */
export function findKeyInRequest(guard: SecretGuard, request: EstimateRequest): Diagnostic | undefined {
  if (!guard.finds(JSON.stringify(request))) return undefined;
  const { nodes } = request.workflow;
  const node: unknown = Array.isArray(nodes)
    ? nodes.find((each: unknown) => guard.finds(JSON.stringify(each) ?? ''))
    : undefined;
  const id = typeof node === 'object' && node !== null && 'id' in node ? node.id : undefined;
  return {
    code: 'contains-key',
    severity: 'error',
    message: 'The workflow contains the key of a provider. Take it out: a workflow travels with every image.',
    ...(typeof id === 'string' ? { node: id } : {}),
  };
}
