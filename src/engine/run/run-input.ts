import { z } from 'zod';

import { workflowDocumentSchema } from '#core/document/schema.ts';
import { providerIdSchema } from '#core/model/image-model.ts';

/** A workflow as it was sent, where that is no document: a prompt of ComfyUI's API, or what its editor saves. */
export const submittedWorkflowSchema = z.object({
  format: z.enum(['api', 'save']),
  workflow: z.record(z.string(), z.unknown()),
});
export type SubmittedWorkflow = z.infer<typeof submittedWorkflowSchema>;

/** What a program of ComfyUI's kind said of itself and its prompt; told back to such programs, and to nobody else. */
export const promptOriginSchema = z.object({
  clientId: z.string().optional(),
  extraData: z.record(z.string(), z.unknown()),
  /** Counts up over all prompts. */
  number: z.number(),
});
export type PromptOrigin = z.infer<typeof promptOriginSchema>;

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
  submitted: submittedWorkflowSchema.optional(),
  /** Id of a node in what was sent, by its id in the document; those that are equal are left out. */
  nodeIds: z.record(z.string(), z.string()).optional(),
  prompt: promptOriginSchema.optional(),
});
export type RunInput = z.infer<typeof runInputSchema>;
