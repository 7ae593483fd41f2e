import { Hono, type Context } from 'hono';
import { streamSSE } from 'hono/streaming';

import { startJobSchema, type Job, type JobWorkflow } from '#core/api/jobs.ts';
import { routes } from '#core/api/routes.ts';
import type { Host, RunRecord } from '#host/host.ts';

import { HttpError, invalidWorkflow, notFound } from '../http-error.ts';
import { readJson } from '../read-json.ts';
import { streamJob } from './job-events.ts';
import { viewJob } from './job-view.ts';

const listLimit = { usual: 50, most: 500 };

/** `/api/v2/jobs`: start, list, read, cancel and follow runs, in the shapes of Comfy API v2. */
export function jobRoutes(host: Host): Hono {
  const view = (context: Context, record: RunRecord): Job =>
    viewJob(record, { catalog: host.catalog.current().descriptors, origin: originOf(context) });

  return new Hono()
    .post('/', async (context) => {
      const request = await readJson(context, startJobSchema);
      const result = await host.startRun(request, { idempotencyKey: readKey(context) });
      switch (result.type) {
        case 'started': {
          const job = view(context, await readRun(host, result.run));
          context.header('Location', routes.job(job.id));
          // The same answer again, so that a client that lost the first one goes on as if it had not.
          if (!result.created) context.header('Idempotent-Replayed', 'true');
          return context.json(job, 201);
        }
        case 'refused':
          throw invalidWorkflow(result.diagnostics);
        case 'over-cap':
          throw new HttpError(402, 'over_cap', result.message, { estimate: result.estimate });
        case 'queue-full':
          context.header('Retry-After', '5');
          throw new HttpError(429, 'queue_full', result.message);
        case 'key-reused':
          throw new HttpError(
            422,
            'idempotency_key_reuse',
            'This Idempotency-Key was used before with another body.',
          );
      }
    })
    .get('/', async (context) => {
      const limit = Math.min(
        Number(context.req.query('limit') ?? listLimit.usual) || listLimit.usual,
        listLimit.most,
      );
      const records = await host.listRuns(Math.max(1, Math.floor(limit)));
      return context.json({ jobs: records.map((record) => view(context, record)) });
    })
    .get('/:id', async (context) => context.json(view(context, await readRun(host, context.req.param('id')))))
    .post('/:id/cancel', async (context) => {
      const { id } = await readRun(host, context.req.param('id'));
      // False means that it had ended already; the answer shows how.
      await host.cancelRun(id);
      return context.json(view(context, await readRun(host, id)));
    })
    .get('/:id/workflow', async (context) => {
      const { document, submitted } = await readRun(host, context.req.param('id'));
      return context.json<JobWorkflow>({
        workflow: submitted?.workflow ?? document,
        format: submitted?.format ?? 'save',
        document,
      });
    })
    .get('/:id/events', async (context) => {
      const record = await readRun(host, context.req.param('id'));
      const run = { host, record, after: readAfter(context), origin: originOf(context) };
      return streamSSE(context, (stream) => streamJob(stream, run));
    });
}

/** Where the client reached us; the guard has made sure that it is one of our names. */
const originOf = (context: Context): string => new URL(context.req.url).origin;

export async function readRun(host: Host, id: string): Promise<RunRecord> {
  const record = await host.readRun(id);
  if (record === undefined) throw notFound('job');
  return record;
}

/** Seq to go on from: `?after=SEQ`, or the Last-Event-ID that a browser sends when it reconnects. */
export function readAfter(context: Context): number {
  const text = context.req.query('after') ?? context.req.header('last-event-id') ?? '0';
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function readKey(context: Context): string | undefined {
  const key = context.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7E]{1,255}$/.test(key))
    throw new HttpError(
      400,
      'invalid_idempotency_key',
      'An Idempotency-Key has 1 to 255 visible characters.',
    );
  return key;
}
