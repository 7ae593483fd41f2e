import { z } from 'zod';

import { workflowDocumentSchema } from '../document/schema.ts';

/**
 * Saved workflows, under `/api/batchwork/workflows`. A workflow is a `*.json` file in `<data>/workflows`; `file` is its
 * path there without `.json`, with `/` for folders.
 *
 *     GET    /workflows                list
 *     GET    /workflows/FILE           read, ETag
 *     PUT    /workflows/FILE           write a document; If-Match: ETag refuses with 412 when the file changed meanwhile,
 *                                      If-None-Match: * refuses when it exists
 *     POST   /workflows/FILE/rename    { to }
 *     DELETE /workflows/FILE           moves it to the bin
 */
export const savedWorkflowSchema = z.object({
  file: z.string(),
  name: z.string(),
  /** ms since epoch */
  modifiedAt: z.number(),
  nodes: z.int(),
});
export type SavedWorkflow = z.infer<typeof savedWorkflowSchema>;

export const workflowListSchema = z.object({ workflows: z.array(savedWorkflowSchema) });

export const openedWorkflowSchema = z.object({
  file: z.string(),
  etag: z.string(),
  document: workflowDocumentSchema,
});
export type OpenedWorkflow = z.infer<typeof openedWorkflowSchema>;

export const writtenWorkflowSchema = z.object({ file: z.string(), etag: z.string() });
export const renameWorkflowSchema = z.object({ to: z.string().min(1).max(512) });

/** `GET /templates`: starter workflows that come with the product, the first of them is what a new editor opens. */
export const templateSchema = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** URL path of its picture. */
  picture: z.string().nullable(),
  document: workflowDocumentSchema,
});
export const templateListSchema = z.object({ templates: z.array(templateSchema) });
export type Template = z.infer<typeof templateSchema>;
