import { z } from 'zod';

import { providerIdSchema } from '../model/image-model.ts';
import { failureSchema } from '../run/failure.ts';

/**
 * `POST /api/batchwork/attempts/ATTEMPT/resolve`: what a person decides about an attempt with unknown outcome. Answers
 * 204; 404 when no such attempt waits; 422 when the job to adopt belongs to another attempt or is not known to the
 * provider, and the attempt waits on.
 */
export const attentionDecisionSchema = z.discriminatedUnion('type', [
  /** It was bought: this is the provider's job. */
  z.object({ type: z.literal('adopt'), requestId: z.string().regex(/^[\w.:-]{1,128}$/) }),
  /** It was not bought: ask again. */
  z.object({ type: z.literal('release') }),
  /** It may have been bought, and is given up. */
  z.object({ type: z.literal('lost') }),
]);

/** An attempt that waits for a person, with all that is known of it. */
export const heldAttemptSchema = z.object({
  attempt: z.string(),
  run: z.string(),
  /** Of the workflow. */
  name: z.string(),
  workflowFile: z.string().nullable(),
  node: z.string(),
  execution: z.int(),
  provider: providerIdSchema.nullable(),
  /** The provider's model id. */
  model: z.string().nullable(),
  prompt: z.string().nullable(),
  /** Images that were asked for. */
  images: z.int().nullable(),
  /** When it was sent, ms since epoch. */
  sentAt: z.number().nullable(),
  /** Counted as spent until somebody decides; null when its price is not known. */
  estimateUsd: z.number().nullable(),
  failure: failureSchema,
});
export type HeldAttempt = z.infer<typeof heldAttemptSchema>;

/** `GET /api/batchwork/attempts`: every attempt that waits for a person, also those of runs that were stopped. */
export const heldAttemptListSchema = z.object({ attempts: z.array(heldAttemptSchema) });
