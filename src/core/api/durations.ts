import { z } from 'zod';

/**
 * `GET /api/batchwork/durations`: how long purchases took of late, from the POST to the last image on disk, for what is
 * expected of the next ones. Demo pictures are among them, under their own provider.
 */
export const durationSchema = z.object({
  provider: z.string(),
  resolution: z.string(),
  /** Images asked for. */
  count: z.int(),
  medianMs: z.number().nonnegative(),
  /** How many purchases the median is of. */
  samples: z.int().positive(),
});
export type Duration = z.infer<typeof durationSchema>;

export const durationListSchema = z.object({ durations: z.array(durationSchema) });
export type DurationList = z.infer<typeof durationListSchema>;
