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
 *     DELETE /workflows/FILE           moves it to the bin; Content-Location names it there
 *     GET    /versions/FILE            what stood in the file before, newest first
 *     GET    /versions/FILE?id=ID      one of them; to restore it, write it like any other document
 *     GET    /bin                      deleted workflows, newest first
 *     POST   /bin/restore              { id, to } puts one back under a name that is free
 */
export const savedWorkflowSchema = z.object({
  file: z.string(),
  name: z.string(),
  /** ms since epoch */
  modifiedAt: z.number(),
  nodes: z.int(),
  /** Runs it from a shell in the folder that the server was started in. */
  command: z.string().optional(),
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

export const workflowVersionsSchema = z.object({
  versions: z.array(
    z.object({
      id: z.string(),
      /** When it was saved, ms since epoch. */
      savedAt: z.number(),
      name: z.string(),
      nodes: z.int(),
    }),
  ),
});
export type WorkflowVersion = z.infer<typeof workflowVersionsSchema>['versions'][number];

export const binSchema = z.object({
  workflows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      nodes: z.int(),
      /** ms since epoch */
      deletedAt: z.number(),
    }),
  ),
});
export type BinnedWorkflow = z.infer<typeof binSchema>['workflows'][number];
/** `to`: the file that it becomes; where that name is taken a number is added. */
export const restoreFromBinSchema = z.object({
  id: z.string().min(1).max(600),
  to: z.string().min(1).max(512),
});

export const restoredSchema = z.object({ file: z.string() });

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
