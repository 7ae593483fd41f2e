import { z } from 'zod';

/** What was estimated and what was paid, in USD. `unknownUsd`: counted as spent, though nobody knows whether it was charged. */
const amounts = {
  estimateUsd: z.number(),
  costUsd: z.number(),
  unknownUsd: z.number(),
  images: z.int().nonnegative(),
};

/** `GET /api/batchwork/spending?days=30`: what was spent, newest first. Demo pictures are free and not listed. */
export const spendingSchema = z.object({
  caps: z.object({ runUsd: z.number(), dayUsd: z.number() }),
  /** Spent, reserved or unknown today (UTC), as the day's cap counts it. */
  todayUsd: z.number(),
  days: z.array(z.object({ day: z.string(), ...amounts })),
  workflows: z.array(z.object({ name: z.string(), workflowFile: z.string().nullable(), ...amounts })),
  runs: z.array(
    z.object({
      run: z.string(),
      name: z.string(),
      workflowFile: z.string().nullable(),
      createdAt: z.number(),
      ...amounts,
    }),
  ),
});
export type Spending = z.infer<typeof spendingSchema>;
