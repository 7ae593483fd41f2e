import { z } from 'zod';

import { nodeDescriptorSchema } from '../node/descriptor.ts';
import { diagnosticSchema } from '../run/diagnostic.ts';

/** `GET /api/batchwork/catalog` */
export const catalogResponseSchema = z.object({
  nodes: z.array(nodeDescriptorSchema),
  /** Node files that could not be loaded, each with its reason. */
  diagnostics: z.array(diagnosticSchema),
});
export type CatalogResponse = z.infer<typeof catalogResponseSchema>;
