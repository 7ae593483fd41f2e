import { z } from 'zod';

/** How this emulator behaves; changed while it runs through the admin door. */
export const emulatorSettingsSchema = z.strictObject({
  /** Multiplies every time below; 0 makes each job end at once. */
  latencyScale: z.number().nonnegative(),
  /** ms a job waits in the queue even when nothing is ahead of it. */
  queuedMs: z.number().nonnegative(),
  /** ms of drawing for each image. */
  imageMs: z.number().nonnegative(),
  /** Jobs drawn at the same time; more wait. */
  jobsAtOnce: z.int().positive(),
  /** ms after which WaveSpeed's sync mode gives up waiting; not scaled. */
  syncLimitMs: z.number().nonnegative(),
  /** Accepted keys; null accepts every key that does not begin with `invalid`. */
  keys: z.array(z.string()).nullable(),
  /** USD on every account before anything is charged. */
  balanceUsd: z.number(),
  /** USD for an image. */
  imageUsd: z.number().nonnegative(),
  /** Whether a short batch is charged for what was asked or for what came. */
  billing: z.enum(['requested', 'delivered']),
  /** Jobs that each provider accepts a minute; 0 is no limit. */
  perMinute: z.strictObject({ runcomfy: z.int().nonnegative(), wavespeed: z.int().nonnegative() }),
  /** Which of RunComfy's two documented families of error codes is answered. */
  runComfyErrors: z.enum(['model-api', 'serverless']),
  /** Pictures are drawn no larger than this on their long side, in pixels; the providers' maximum by default. */
  longestSide: z.int().positive(),
});

/** See `emulatorSettingsSchema`. */
export type EmulatorSettings = z.infer<typeof emulatorSettingsSchema>;

/** A demo that feels alive and is quick. */
export const initialSettings: EmulatorSettings = {
  latencyScale: 1,
  queuedMs: 500,
  imageMs: 1000,
  jobsAtOnce: 2,
  syncLimitMs: 60_000,
  keys: null,
  balanceUsd: 1_000_000,
  imageUsd: 0.04,
  billing: 'requested',
  perMinute: { runcomfy: 0, wavespeed: 0 },
  runComfyErrors: 'model-api',
  longestSide: 4096,
};
