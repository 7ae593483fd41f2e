import { z } from 'zod';

/** What becomes of an accepted job. Everything left out goes well. */
export const fateSchema = z.strictObject({
  /** Images that come, if not as many as were asked for. */
  delivered: z.int().nonnegative().optional(),
  /** One picture that holds a view of each image asked for, as the model at times draws; sets `delivered` aside. */
  composite: z.boolean().default(false),
  ending: z.enum(['completed', 'failed', 'cancelled', 'timeout', 'deleted']).default('completed'),
  /** `error` of a job that failed: any JSON. */
  error: z.json().optional(),
  /** WaveSpeed's task code of a job that failed, such as 1200. */
  taskCode: z.int().optional(),
  /** Status word shown from the start of drawing on, for `statusForMs` or for ever. */
  status: z.string().optional(),
  statusForMs: z.number().nonnegative().optional(),
  /** Status word in place of `completed`. */
  completedWord: z.string().optional(),
  /** RunComfy: the first image stands in `image` instead of a list in `images`. */
  singleImage: z.boolean().default(false),
  /** WaveSpeed: places flagged as not safe for work, counted from 0. */
  nsfw: z.array(z.int().nonnegative()).default([]),
  /** WaveSpeed: how many flags are told, if not one for each image. */
  nsfwFlags: z.int().nonnegative().optional(),
  /** ms in place of the usual times, not scaled. */
  queuedMs: z.number().nonnegative().optional(),
  imageMs: z.number().nonnegative().optional(),
  /** WaveSpeed: how the history shows it. */
  history: z.enum(['shown', 'hidden', 'without-inputs', 'twice']).default('shown'),
  /** WaveSpeed: ms after which it first appears in the history. */
  historyAfterMs: z.number().nonnegative().default(0),
  /** WaveSpeed: how its webhook goes, where one was asked for. */
  webhook: z.enum(['once', 'twice', 'none', 'bad-signature', 'stale']).default('once'),
  /** USD in place of the usual charge. */
  chargeUsd: z.number().nonnegative().optional(),
});
/** See `fateSchema`. */
export type Fate = z.infer<typeof fateSchema>;
