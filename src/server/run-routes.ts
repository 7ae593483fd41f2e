import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

import { moveRunSchema } from '#core/api/queue.ts';
import type { RunEvent } from '#core/run/event.ts';
import type { Host } from '#host/host.ts';

import { notFound } from './http-error.ts';
import { streamRun } from './jobs/job-events.ts';
import { readAfter, readRun } from './jobs/job-routes.ts';
import { readJson } from './read-json.ts';

/**
 * `/api/batchwork/runs/RUN/move` gives a run another place in the queue.
 * `/api/batchwork/runs/RUN/events?after=SEQ`: the stored events of one run as JSON; or, when asked for as
 * `text/event-stream`, these and all that follow until the run has ended.
 */
export function runRoutes(host: Host): Hono {
  const moving = new Hono().post('/:run/move', async (context) => {
    const { before } = await readJson(context, moveRunSchema);
    if (!host.queue.move(context.req.param('run'), before)) throw notFound('run in the queue');
    return context.json(host.queue.read());
  });
  return moving.get('/:run/events', async (context) => {
    const record = await readRun(host, context.req.param('run'));
    const after = readAfter(context);
    if (context.req.header('accept')?.includes('text/event-stream') === true) {
      const origin = new URL(context.req.url).origin;
      return streamSSE(context, (stream) => streamRun(stream, { host, record, after, origin }));
    }
    return context.json({
      events: await storedEvents(host, { run: record.id, after, newest: record.snapshot.seq }),
    });
  });
}

async function storedEvents(
  { durable }: Host,
  { run, after, newest }: { run: string; after: number; newest: number },
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  if (newest <= after) return events;
  const controller = new AbortController();
  for await (const event of durable.events(run, after, controller.signal)) {
    events.push(event);
    // The stream goes on with live events; those that were there when asked are the answer.
    if (event.seq >= newest) break;
  }
  controller.abort();
  return events;
}
