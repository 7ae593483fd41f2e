import { z } from 'zod';

/**
 * Settings that hold for every way into this Batchwork, kept 0600 beside the keys, outside the data folder.
 *
 *     GET /api/batchwork/settings
 *     PUT /api/batchwork/settings    any part of `serverSettingsSchema`
 *
 * A setting from the environment wins and cannot be changed here.
 */
export const serverSettingsSchema = z.object({
  maxRunUsd: z.number().min(0).max(100_000),
  maxDayUsd: z.number().min(0).max(100_000),
  /** Saved images carry the workflow that made them. */
  embedWorkflow: z.boolean(),
});
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

export const changeSettingsSchema = serverSettingsSchema.partial().strict();
export type ChangeSettings = z.infer<typeof changeSettingsSchema>;

export const settingsAnswerSchema = z.object({
  settings: serverSettingsSchema,
  /** Names of those that the environment sets, with the variable. */
  fromEnvironment: z.partialRecord(z.enum(['maxRunUsd', 'maxDayUsd', 'embedWorkflow']), z.string()),
});
export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>;
