import { z } from 'zod';

/**
 * `POST /api/batchwork/attempts/ATTEMPT/resolve`: what a person decides about an attempt with unknown outcome. Answers
 * 204, or 404 when no such attempt waits.
 */
export const attentionDecisionSchema = z.discriminatedUnion('type', [
  /** It was bought: this is the provider's job. */
  z.object({ type: z.literal('adopt'), requestId: z.string().regex(/^[\w.:-]{1,128}$/) }),
  /** It was not bought: ask again. */
  z.object({ type: z.literal('release') }),
  /** It may have been bought, and is given up. */
  z.object({ type: z.literal('lost') }),
]);
