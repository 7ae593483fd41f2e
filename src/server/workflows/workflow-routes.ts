import { Hono } from 'hono';
import { z } from 'zod';

import { renameWorkflowSchema } from '#core/api/workflows.ts';
import { parseDocument } from '#core/document/parse.ts';
import { findKeyInRequest } from '#host/key-in-request.ts';
import type { SecretGuard } from '#platform/secret-guard.ts';

import { invalidWorkflow } from '../http-error.ts';
import { limitJson, readJson } from '../read-json.ts';
import type { WorkflowStore } from './workflow-store.ts';

/** `/api/batchwork/workflows`; `onChange` is called after every change. */
export function workflowRoutes(
  store: WorkflowStore,
  { guard, onChange }: { guard: SecretGuard; onChange: () => void },
): Hono {
  return new Hono()
    .get('/', async (context) => context.json({ workflows: await store.list() }))
    .post('/:file{.+}/rename', limitJson, async (context) => {
      const { to } = await readJson(context, renameWorkflowSchema);
      const { etag } = await store.rename(context.req.param('file'), to);
      onChange();
      context.header('ETag', etag);
      return context.json({ file: to, etag });
    })
    .get('/:file{.+}', async (context) => {
      const opened = await store.read(context.req.param('file'));
      context.header('ETag', opened.etag);
      context.header('Cache-Control', 'no-cache');
      return context.json(opened);
    })
    .put('/:file{.+}', limitJson, async (context) => {
      const workflow = await readJson(context, z.record(z.string(), z.unknown()));
      const key = findKeyInRequest(guard, { workflow });
      if (key !== undefined) throw invalidWorkflow([key]);
      const parsed = parseDocument(workflow);
      if (!parsed.ok) throw invalidWorkflow(parsed.diagnostics);
      const file = context.req.param('file');
      const { etag, created } = await store.write(file, parsed.document, {
        ifMatch: context.req.header('if-match'),
        ifNoneMatch: context.req.header('if-none-match'),
      });
      onChange();
      context.header('ETag', etag);
      return context.json({ file, etag }, created ? 201 : 200);
    })
    .delete('/:file{.+}', async (context) => {
      await store.remove(context.req.param('file'));
      onChange();
      return context.body(null, 204);
    });
}
