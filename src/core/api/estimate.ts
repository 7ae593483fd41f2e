import { z } from 'zod';

/** `POST /api/batchwork/estimate`; answers with an `Estimate` (run/estimate.ts). Costs nothing and sends nothing paid. */
export const estimateRequestSchema = z.object({
  workflow: z.record(z.string(), z.unknown()),
  targets: z.array(z.string()).max(10_000).optional(),
  force: z.boolean().optional(),
  provider: z.enum(['runcomfy', 'wavespeed', 'local']).optional(),
});
export type EstimateRequest = z.infer<typeof estimateRequestSchema>;
