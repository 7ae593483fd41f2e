import { z } from 'zod';

import { workflowDocumentSchema } from '#core/document/schema.ts';
import { providerIdSchema } from '#core/model/image-model.ts';

/** What a run is started with; committed before the start is answered, and all it needs to go on after a crash. */
export const runInputSchema = z.object({
  document: workflowDocumentSchema,
  targets: z.array(z.string()).optional(),
  force: z.boolean(),
  /** Draws everything with this provider. */
  override: providerIdSchema.optional(),
  /** What `auto` meant when the run was started. */
  auto: providerIdSchema,
  runCapUsd: z.number().optional(),
  estimateUsd: z.number().nullable(),
  /** ms since epoch; file names take their date from it. */
  createdAt: z.number(),
  workflowFile: z.string().optional(),
  /** SHA-256 of the request that started it, so that an idempotency key is only replayed for the same one. */
  requestHash: z.string().optional(),
});
export type RunInput = z.infer<typeof runInputSchema>;
