import { z } from 'zod';

import { providerIdSchema } from '../model/image-model.ts';

/**
 * Providers and keys, under `/api/batchwork/providers`. Keys go in and never come out.
 *
 *     GET    /providers
 *     PUT    /providers/ID/key    { key }
 *     DELETE /providers/ID/key
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
});
export type ProviderStatus = z.infer<typeof providerStatusSchema>;
export const providerListSchema = z.object({ providers: z.array(providerStatusSchema) });
export const setKeySchema = z.object({
  key: z
    .string()
    .trim()
    .min(8)
    .max(512)
    .regex(/^[\x21-\x7E]+$/, 'a key has no spaces'),
});
