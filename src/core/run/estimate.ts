import { z } from 'zod';

import { diagnosticSchema } from './diagnostic.ts';

/** What one node of a run will buy at most. Null stands for "not known", which is shown as unknown and never as free. */
export const nodeEstimateSchema = z.object({
  /** Paid executions at most; null where the batch length is not known before the run. */
  executions: z.int().nonnegative().nullable(),
  /** Of these, how many are memo hits and cost nothing. */
  cached: z.int().nonnegative(),
  images: z.int().nonnegative().nullable(),
  usd: z.number().nonnegative().nullable(),
  provider: z.string(),
  /** Demo images are free and marked as demo. */
  demo: z.boolean(),
  /** Where the price comes from, in a few words. */
  source: z.string(),
});
export type NodeEstimate = z.infer<typeof nodeEstimateSchema>;

export const estimateSchema = z.object({
  /** Upper bounds over all nodes; null as soon as one of them is unknown. */
  usd: z.number().nonnegative().nullable(),
  images: z.int().nonnegative().nullable(),
  paidCalls: z.int().nonnegative().nullable(),
  /** By node id, paid nodes only. */
  nodes: z.record(z.string(), nodeEstimateSchema),
  /** What validation, planning and the providers say; errors refuse the run. */
  diagnostics: z.array(diagnosticSchema),
});
export type Estimate = z.infer<typeof estimateSchema>;
