import { hash } from 'node:crypto';

import type { ImageModel, ImageRequest, ProviderId, RequestIssue } from '#core/model/image-model.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { AssetStore, Capabilities, Digest, Memo, ModelRegistry } from '#core/run/capabilities.ts';

import { manualClock } from './provider-rig.ts';

export const sha256: Digest = (text) => hash('sha256', text);

/** A memo that lives as long as the test, and can be looked into. */
export function memoryMemo(): Memo & { readonly entries: Map<string, unknown> } {
  const entries = new Map<string, unknown>();
  return {
    entries,
    get: async (fingerprint) => entries.get(fingerprint),
    set: async (fingerprint, entry) => void entries.set(fingerprint, JSON.parse(JSON.stringify(entry))),
  };
}

const absent = (what: string) => (): never => {
  throw new Error(`${what} is not part of this test.`);
};

/** A store that has every image but those that were lost, and no bytes. */
export const assetsWithout = (...lost: readonly AssetRef[]): AssetStore => ({
  has: async ({ hash: address }) => !lost.some((each) => each.hash === address),
  put: absent('storing'),
  read: absent('reading'),
});

export interface ModelDraft {
  readonly provider: ProviderId;
  /** USD of one image; null where the provider does not tell. */
  readonly usdPerImage: number | null;
  readonly hasKey?: boolean;
  readonly check?: (request: ImageRequest) => readonly RequestIssue[];
}

/** A provider that names a price and sells nothing. */
function pricedModel({ provider, usdPerImage, hasKey = true, check = () => [] }: ModelDraft): ImageModel {
  const demo = provider === 'local';
  return {
    provider,
    title: provider,
    demo,
    account: hasKey ? 'account' : undefined,
    keyVariable: demo ? undefined : `${provider.toUpperCase()}_KEY`,
    check,
    price: async ({ count }) => ({
      usd: usdPerImage === null ? null : usdPerImage * count,
      basis: usdPerImage === null ? 'unknown' : 'requested-count',
      source: `${provider} price list`,
    }),
    prepare: absent('preparing'),
    submit: absent('buying'),
    poll: absent('polling'),
    cancel: absent('cancelling'),
    balance: absent('a balance'),
  };
}

/** Providers with their prices; `auto` means the first of them. */
export function pricedModels(drafts: readonly [ModelDraft, ...ModelDraft[]]): ModelRegistry {
  const models = new Map(drafts.map((draft) => [draft.provider, pricedModel(draft)]));
  const get = (provider: ProviderId): ImageModel => {
    const model = models.get(provider);
    if (model === undefined) throw new Error(`There is no provider "${provider}" in this test.`);
    return model;
  };
  return { get, resolve: (choice) => get(choice === 'auto' ? drafts[0].provider : choice) };
}

/** Everything that a run of free nodes may ask for; what costs money or touches files throws. */
export function memoryCapabilities(): Capabilities {
  return {
    clock: manualClock(),
    digest: sha256,
    memo: memoryMemo(),
    assets: assetsWithout(),
    downloads: { download: absent('downloading') },
    images: { composeGrid: absent('a grid'), isBlank: absent('looking at a picture') },
    outputs: { publish: absent('publishing') },
    models: pricedModels([{ provider: 'local', usdPerImage: 0 }]),
    budget: { reserve: absent('spending'), settle: absent('spending') },
    claims: {
      acquire: absent('claiming'),
      hold: absent('claiming'),
      release: absent('claiming'),
      released: absent('claiming'),
    },
    disk: { trouble: async () => undefined },
    patience: () => 'fail',
    pollMs: 1,
  };
}
