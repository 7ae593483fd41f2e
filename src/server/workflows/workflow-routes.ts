import { Hono } from 'hono';
import { z } from 'zod';

import { routes } from '#core/api/routes.ts';
import { renameWorkflowSchema, restoreFromBinSchema } from '#core/api/workflows.ts';
import { parseDocument } from '#core/document/parse.ts';
import { findKeyInRequest } from '#host/key-in-request.ts';
import type { SecretGuard } from '#platform/secret-guard.ts';

import { invalidWorkflow } from '../http-error.ts';
import { readJson } from '../read-json.ts';
import type { WorkflowStore } from './workflow-store.ts';

/** `/api/batchwork/workflows`; `onChange` is called after every change. */
export function workflowRoutes(
  store: WorkflowStore,
  {
    guard,
    onChange,
    commandOf,
  }: { guard: SecretGuard; onChange: () => void; commandOf: (file: string) => string },
): Hono {
  return new Hono()
    .get('/', async (context) => {
      const workflows = await store.list();
      return context.json({
        workflows: workflows.map((saved) => ({ ...saved, command: commandOf(saved.file) })),
      });
    })
    .post('/:file{.+}/rename', async (context) => {
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
    .put('/:file{.+}', async (context) => {
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
      const id = await store.remove(context.req.param('file'));
      context.header('Content-Location', `${routes.bin}/${encodeURIComponent(id)}`);
      onChange();
      return context.body(null, 204);
    });
}

/** `/api/batchwork/versions/FILE`: former versions of a workflow, and with `?id=` one of them. */
export function versionRoutes(store: WorkflowStore): Hono {
  return new Hono().get('/:file{.+}', async (context) => {
    const file = context.req.param('file');
    const id = context.req.query('id');
    return id === undefined
      ? context.json({ versions: await store.versions(file) })
      : context.json(await store.readVersion(file, id));
  });
}

/** `/api/batchwork/bin`: deleted workflows, and their way back. */
export function binRoutes(store: WorkflowStore, onChange: () => void): Hono {
  return new Hono()
    .get('/', async (context) => context.json({ workflows: await store.bin() }))
    .post('/restore', async (context) => {
      const { id, to } = await readJson(context, restoreFromBinSchema);
      const restored = await store.restore(id, to);
      onChange();
      return context.json(restored);
    });
}
