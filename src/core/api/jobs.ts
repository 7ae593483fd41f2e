import { z } from 'zod';

import { workflowDocumentSchema } from '../document/schema.ts';
import { outcomeSchema } from '../run/event.ts';

/** Shapes of the jobs API under `/api/v2`, as Comfy API v2 (beta, 2026) defines them; ours are additions, never changes. */
export const jobStatusSchema = z.enum([
  'queued',
  'running',
  'succeeded',
  'canceling',
  'canceled',
  'failed',
  'expired',
]);
export type JobApiStatus = z.infer<typeof jobStatusSchema>;

/** Body of `POST /api/v2/jobs`. With an `Idempotency-Key` header the same body answers with the same job. */
export const startJobSchema = z.looseObject({
  /** A Batchwork document, an API prompt of ComfyUI, or a workflow as ComfyUI's editor saves it. */
  workflow: z.record(z.string(), z.unknown()),
  extra_data: z.looseObject({}).optional(),
  /** Ours: name of the saved workflow this came from, so that an editor finds its runs again. */
  workflow_file: z.string().max(512).optional(),
  /** Ours: run only these nodes and what they need. */
  targets: z.array(z.string()).max(10_000).optional(),
  /** Ours: buy anew even where results are known. */
  force: z.boolean().optional(),
  /** Ours: draws with this provider, whatever the nodes say. */
  provider: z.enum(['runcomfy', 'wavespeed', 'local']).optional(),
  /** Ours: lowers the spending cap of this run, in USD. Never raises it. */
  max_cost: z.number().nonnegative().optional(),
});
export type StartJob = z.infer<typeof startJobSchema>;

export const jobOutputSchema = z.object({
  node_id: z.string(),
  name: z.string(),
  type: z.enum(['image', 'text', 'file']),
  content_type: z.string(),
  size_bytes: z.int(),
  id: z.string(),
  hash: z.string().nullable(),
  url: z.string(),
  url_expires_at: z.string(),
  job_id: z.string().nullable(),
});

export const jobSchema = z.object({
  id: z.string(),
  status: jobStatusSchema,
  created_at: z.string(),
  started_at: z.string().nullable(),
  completed_at: z.string().nullable(),
  expires_at: z.string(),
  queue_position: z.int().nullable(),
  progress: z
    .object({
      /** 0 to 1. */
      value: z.number(),
      nodes_done: z.int(),
      nodes_total: z.int(),
      current_node: z.string().nullable(),
      current_node_class: z.string().nullable(),
      message: z.string().nullable(),
    })
    .nullable(),
  outputs: z.array(jobOutputSchema),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      node_id: z.string().nullable(),
      class_type: z.string().nullable(),
    })
    .nullable(),
  metrics: z.record(z.string(), z.number().nullable()),
  urls: z.object({ self: z.string(), events: z.string(), cancel: z.string() }),
  /** Ours: how the run ended, in our words; null while it runs. */
  outcome: outcomeSchema.nullable(),
  /** Ours: name of the workflow and of the saved file it came from. */
  name: z.string(),
  workflow_file: z.string().nullable(),
});
export type Job = z.infer<typeof jobSchema>;

/** `GET /api/v2/jobs/ID/workflow` */
export const jobWorkflowSchema = z.object({
  /** As it was sent: an API prompt (`api`), or what an editor saves (`save`), ours or ComfyUI's. */
  workflow: z.record(z.string(), z.unknown()),
  format: z.enum(['api', 'save']),
  /** Ours: what was run. */
  document: workflowDocumentSchema,
});
export type JobWorkflow = z.infer<typeof jobWorkflowSchema>;

export const jobListSchema = z.object({ jobs: z.array(jobSchema) });

/** Every error of the HTTP API. */
export const errorEnvelopeSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.looseObject({}).nullish() }),
});
export type ErrorEnvelope = z.infer<typeof errorEnvelopeSchema>;
