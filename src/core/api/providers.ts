import { z } from 'zod';

import { providerIdSchema } from '../model/image-model.ts';
import { shortestKey } from '../model/shortest-key.ts';

/**
 * Providers and keys, under `/api/batchwork/providers`. Keys go in and never come out.
 *
 *     GET    /providers
 *     PUT    /providers/ID/key    { key }
 *     DELETE /providers/ID/key
 *     POST   /providers/ID/test    asks the provider a free question with the key that is set
 */
export const providerStatusSchema = z.object({
  provider: providerIdSchema,
  title: z.string(),
  /** Draws free demo pictures. */
  demo: z.boolean(),
  keySet: z.boolean(),
  /** Last four characters of the key. */
  keyHint: z.string().nullable(),
  /** A key from the environment cannot be changed here. */
  keySource: z.enum(['environment', 'settings']).nullable(),
  keyVariable: z.string().nullable(),
  /** Whether `auto` means this one at the moment. */
  auto: z.boolean(),
  /** How much is asked of the provider at once and a minute; 0 is unlimited. */
  limits: z.object({ concurrency: z.number(), perMinute: z.number() }).optional(),
});
export type ProviderStatus = z.infer<typeof providerStatusSchema>;

export const providerTestSchema = z.object({
  ok: z.boolean(),
  /** One sentence for a person. */
  message: z.string(),
  /** USD left on the account; null where the provider does not tell. */
  balanceUsd: z.number().nullable(),
});
export type ProviderTest = z.infer<typeof providerTestSchema>;

export const providerListSchema = z.object({ providers: z.array(providerStatusSchema) });
export const setKeySchema = z.object({
  key: z
    .string()
    .trim()
    .min(shortestKey)
    .max(512)
    .regex(/^[\x21-\x7E]+$/, 'a key has no spaces'),
});
