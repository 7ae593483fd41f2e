import { z } from 'zod';

/**
 * The order in which runs buy. Runs go on side by side; where a provider's lane is full, the run that stands first in
 * this list is served first.
 *
 *     GET  /api/batchwork/queue
 *     PUT  /api/batchwork/queue            { paused }
 *     POST /api/batchwork/runs/RUN/move    { before }
 *
 * All three answer with the queue. Paused: nothing new is submitted; what is bought is still fetched. Kept over restarts.
 */
export const queueSchema = z.object({
  paused: z.boolean(),
  /** Ids of the runs that have not ended, first served first. */
  runs: z.array(z.string()),
});
export type Queue = z.infer<typeof queueSchema>;

export const pauseQueueSchema = z.object({ paused: z.boolean() });
/** `before`: the run that it shall stand before; null puts it last. */
export const moveRunSchema = z.object({ before: z.string().max(128).nullable() });
