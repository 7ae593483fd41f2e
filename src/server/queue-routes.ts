import { Hono } from 'hono';

import { pauseQueueSchema } from '#core/api/queue.ts';
import type { Host } from '#host/host.ts';

import { readJson } from './read-json.ts';

/** `/api/batchwork/queue`: the order of the runs, and whether anything new is bought. */
export const queueRoutes = ({ queue }: Pick<Host, 'queue'>): Hono =>
  new Hono()
    .get('/', (context) => context.json(queue.read()))
    .put('/', async (context) => {
      const { paused } = await readJson(context, pauseQueueSchema);
      queue.pause(paused);
      return context.json(queue.read());
    });
