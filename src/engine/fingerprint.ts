import type { ImageRequest } from '#core/model/image-model.ts';
import type { AnyValues } from '#core/node/define-node.ts';
import { isAssetRef } from '#core/run/asset.ts';
import type { Digest } from '#core/run/capabilities.ts';

declare const branded: unique symbol;
/** Hash of everything that determines one result. Ids, titles and places of nodes are not part of it. */
export type Fingerprint = string & { readonly [branded]: true };

/** Images count by their content, so that where they came from does not matter. */
const identity = (_key: string, value: unknown): unknown => (isAssetRef(value) ? value.hash : value);

const digestOf = (digest: Digest, parts: readonly unknown[]): Fingerprint =>
  digest(JSON.stringify(parts, identity)) as Fingerprint;

/** Of one execution of a pure node: its type, version and input values in the order of the definition. */
export const fingerprintExecution = (
  digest: Digest,
  { type, version, inputs }: { type: string; version: number; inputs: Readonly<Record<string, unknown>> },
  values: AnyValues,
): Fingerprint =>
  digestOf(digest, ['node', type, version, Object.keys(inputs).map((name) => values[name] ?? null)]);

/**
 * Of one purchase: what is asked for and of whom. Whatever node asks, the same request is the same purchase. `salt`
 * makes a purchase unlike any other, for "run anew".
 */
export const fingerprintPurchase = (digest: Digest, request: ImageRequest, salt?: string): Fingerprint =>
  digestOf(digest, [
    'purchase',
    request.provider,
    request.prompt,
    request.count,
    request.resolution,
    request.seed ?? null,
    request.references,
    ...(salt === undefined ? [] : [salt]),
  ]);
