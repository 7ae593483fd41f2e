import type { ProviderId } from '#core/model/image-model.ts';
import type { Clock, Digest } from '#core/run/capabilities.ts';

/** What a provider client is made of; every effect comes in from outside. */
export interface ProviderOptions {
  readonly provider: ProviderId;
  /** For a person: "RunComfy". */
  readonly title: string;
  /** Free demo images. */
  readonly demo: boolean;
  /** Origin of the provider's API, without a path. */
  readonly baseUrl: string;
  /** Read at every use, because a person may set the key while we run. */
  readonly key: () => string | undefined;
  /** Environment variable that holds the key; left out where nobody needs one. */
  readonly keyVariable?: string;
  readonly fetch: ProviderFetch;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** As much of `fetch` as the clients use: a URL in text and plain options, so that any implementation fits. */
export type ProviderFetch = (url: string, init: ProviderFetchInit) => Promise<Response>;

/** The options that the clients give to fetch. */
export interface ProviderFetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

/** Tells accounts apart without revealing their key; undefined without a key. */
export function accountOf({ key, digest, provider }: ProviderOptions): string | undefined {
  const secret = key();
  return secret === undefined ? undefined : digest(`${provider}:${secret}`).slice(0, 16);
}
