import type { ImageModel, ImageRequest, ProviderId } from '#core/model/image-model.ts';
import type { ModelRegistry } from '#core/run/capabilities.ts';

/** How a run turns `auto` and an override into providers. Settled when the run is committed and kept with it. */
export interface ProviderPolicy {
  /** Draws everything with this provider, whatever the nodes say. */
  readonly override?: ProviderId | undefined;
  /** What `auto` means in this run. */
  readonly auto: ProviderId;
}

/** A request with its provider settled. */
export interface ResolvedRequest {
  readonly request: ImageRequest & { readonly provider: ProviderId };
  readonly model: ImageModel;
}

export function resolveRequest(
  request: ImageRequest,
  policy: ProviderPolicy,
  models: ModelRegistry,
): ResolvedRequest {
  const choice = policy.override ?? request.provider;
  const provider = choice === 'auto' ? policy.auto : choice;
  return { request: { ...request, provider }, model: models.get(provider) };
}
