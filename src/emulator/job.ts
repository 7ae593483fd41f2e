import { z } from 'zod';

import { fateSchema } from './faults/fate.ts';
import { lookSchema } from './picture/look.ts';

/** One accepted request with its whole future: what it becomes depends on nothing but the time. */
export const jobSchema = z.object({
  id: z.string(),
  family: z.enum(['runcomfy', 'wavespeed']),
  model: z.string(),
  /** Stands for the key it was sent with. */
  account: z.string(),
  /** ms since epoch, like the next two. */
  acceptedAt: z.number(),
  startAt: z.number(),
  finishAt: z.number(),
  cancelledAt: z.number().optional(),
  deleted: z.boolean().optional(),
  /** The request as it came, with inlined images shortened. */
  body: z.record(z.string(), z.unknown()),
  /** SHA-256 of the canonical JSON of the whole body. */
  bodyHash: z.string(),
  prompt: z.string(),
  /** Images asked for. */
  requested: z.int(),
  width: z.int(),
  height: z.int(),
  seed: z.int(),
  /** Taken over from reference images. */
  look: lookSchema.optional(),
  base64: z.boolean(),
  fate: fateSchema,
});
/** See `jobSchema`. */
export type Job = z.infer<typeof jobSchema>;

/** Where a job stands, in no provider's words. */
export type Stage = 'queued' | 'running' | 'ended' | 'cancelled';

/** Where a job stands at a time. */
export function stageOf(job: Job, now: number): Stage {
  if (job.cancelledAt !== undefined) return 'cancelled';
  if (now < job.startAt) return 'queued';
  return now < job.finishAt ? 'running' : 'ended';
}

/** Images that a job ends with. */
export const deliveredBy = ({ fate, requested }: Job): number =>
  fate.composite ? 1 : (fate.delivered ?? requested);

/** How many images a job has to show at a time. */
export const imagesOf = (job: Job, now: number): number =>
  stageOf(job, now) === 'ended' && job.fate.ending === 'completed' ? deliveredBy(job) : 0;
