import { z } from 'zod';

import { assetRefSchema, type AssetRef } from '../run/asset.ts';
import type { Failure } from '../run/failure.ts';

export const providerIds = ['runcomfy', 'wavespeed', 'local'] as const;
export const providerIdSchema = z.enum(providerIds);
/** `local` is the demo: RunComfy's client against the embedded emulator. */
export type ProviderId = z.infer<typeof providerIdSchema>;

/** What a workflow asks for: `auto` is the first provider with a key (runcomfy, wavespeed), else `local`. */
export const providerChoices = ['auto', ...providerIds] as const;
export type ProviderChoice = (typeof providerChoices)[number];

/** The most images of one batch, references included (upstream rule of Seedream 4.5). */
export const maxImagesPerBatch = 15;

/** USD that an image counts against the caps while its price is unknown: the price that WaveSpeed documents. */
export const assumedUsdPerImage = 0.04;

/** One batch of images, in neutral words. A model maps it onto its wire. */
export const imageRequestSchema = z.object({
  provider: z.enum(providerChoices),
  prompt: z.string(),
  /** 1 to 15. The model treats it as a ceiling. */
  count: z.int().min(1).max(maxImagesPerBatch),
  /** A resolution value, see resolution.ts. */
  resolution: z.string(),
  /** 0 to 2147483647; not reproducible by itself, part of the fingerprint. */
  seed: z.int().min(0).max(2_147_483_647).optional(),
  /** Reference images; any of them selects the provider's edit-sequential sibling. */
  references: z.array(assetRefSchema),
});
export type ImageRequest = Omit<z.infer<typeof imageRequestSchema>, 'references'> & {
  readonly references: readonly AssetRef[];
};

/** What a provider says of a request before anything is sent. */
export interface RequestIssue {
  /** An error refuses the run; a warning is told and the request goes out as described. */
  readonly severity: 'error' | 'warning';
  readonly field: 'prompt' | 'count' | 'resolution' | 'seed' | 'references';
  /** A sentence that names the provider. */
  readonly message: string;
}

/** A price with its source. `usd` null is shown as unknown, never as free. */
export const priceSchema = z.object({
  usd: z.number().nonnegative().nullable(),
  basis: z.enum(['requested-count', 'per-run', 'free', 'unknown']),
  /** Where the figure comes from, in a few words for a person. */
  source: z.string(),
});
export type Price = z.infer<typeof priceSchema>;

/** A request as it will be sent: the canonical JSON body and the model's path. Made without cost, may be made again. */
export const preparedRequestSchema = z.object({
  /** Provider's model id, such as `bytedance/seedream-4-5/sequential`. */
  model: z.string(),
  /** Exactly the JSON text of the POST. */
  body: z.string(),
});
export type PreparedRequest = z.infer<typeof preparedRequestSchema>;

/** Serialisable handle of an accepted job. */
export const operationSchema = z.object({
  provider: providerIdSchema,
  model: z.string(),
  requestId: z.string().regex(/^[\w.:-]{1,128}$/),
});
export type Operation = z.infer<typeof operationSchema>;

/** Answer of the one POST. `rejected` is proof that nothing was made; everything doubtful is `unknown`. */
export type SubmitOutcome =
  | { type: 'accepted'; operation: Operation }
  | { type: 'rejected'; failure: Failure; retryAfterMs?: number }
  | { type: 'unknown'; failure: Failure };

/** One delivered place of a batch. */
export type ResultImage =
  | { readonly url: string; readonly nsfw: boolean }
  | { readonly base64: string; readonly nsfw: boolean };

export type JobState =
  | { type: 'queued'; position?: number }
  | { type: 'running' }
  | { type: 'succeeded'; images: readonly ResultImage[]; costUsd?: number }
  | { type: 'failed'; failure: Failure }
  | { type: 'cancelled' }
  /** A status this client does not know: keep polling, slower and slower. */
  | { type: 'unrecognized'; status: string };

/** `trouble` is trouble of the GET itself, which never says anything about the job. */
export type PollOutcome =
  | { type: 'state'; state: JobState }
  | { type: 'trouble'; failure: Failure; retryAfterMs?: number };

export type CancelOutcome = 'cancelled' | 'too-late' | 'unsupported' | 'unknown';

/** A job that the provider lists and that may be the lost answer of an attempt. */
export interface ReconcileCandidate {
  readonly operation: Operation;
  /** ISO 8601, by the provider's clock. */
  readonly createdAt: string;
  /** Whether the provider showed inputs that equal ours. Undefined when it shows none. */
  readonly inputsMatch: boolean | undefined;
}

export interface ReferenceImage {
  readonly asset: AssetRef;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/** One provider's way to draw batches. Knows its wire and nothing of journals, runs or files. */
export interface ImageModel {
  readonly provider: ProviderId;
  /** For a person: "RunComfy", "WaveSpeed", "Demo". */
  readonly title: string;
  /** Demo images cost nothing and say so. */
  readonly demo: boolean;
  /** Distinguishes accounts without revealing the key; part of the intent. Undefined: no key is set. */
  readonly account: string | undefined;
  /** Environment variable that holds the key, to name it in messages. */
  readonly keyVariable: string | undefined;
  /** Pure: what the provider cannot do, or does differently. */
  check(request: ImageRequest): readonly RequestIssue[];
  price(request: ImageRequest, signal: AbortSignal): Promise<Price>;
  /** Maps the request onto the wire; uploads references where the provider wants that. Throws FailureError. */
  prepare(
    request: ImageRequest,
    references: readonly ReferenceImage[],
    signal: AbortSignal,
  ): Promise<PreparedRequest>;
  /** The one POST: no retry, no redirect, at least 120 s of patience. Never throws. */
  submit(prepared: PreparedRequest): Promise<SubmitOutcome>;
  /** One GET. Never throws. */
  poll(operation: Operation, signal: AbortSignal): Promise<PollOutcome>;
  /** Asks the provider to stop. Never throws. */
  cancel(operation: Operation): Promise<CancelOutcome>;
  /** Jobs since `sentAt` (ms since epoch) that could be this request; absent where the provider lists none. */
  reconcile?(
    prepared: PreparedRequest,
    sentAt: number,
    signal: AbortSignal,
  ): Promise<readonly ReconcileCandidate[]>;
  /** USD left on the account, null where the provider does not tell. Also the free question that a troubled lane asks first. */
  balance(signal: AbortSignal): Promise<{ usd: number | null }>;
}
