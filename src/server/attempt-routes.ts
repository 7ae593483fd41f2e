import { Hono } from 'hono';

import { attentionDecisionSchema } from '#core/api/attempts.ts';
import type { Host } from '#host/host.ts';

import { HttpError, notFound } from './http-error.ts';
import { readJson } from './read-json.ts';

/** `/api/batchwork/attempts`: attempts with unknown outcome, and what a person decides about them. */
export const attemptRoutes = ({ attempts }: Pick<Host, 'attempts'>): Hono =>
  new Hono()
    .get('/', (context) => context.json({ attempts: attempts.list() }))
    .post('/:attempt/resolve', async (context) => {
      const decision = await readJson(context, attentionDecisionSchema);
      const resolution = await attempts.resolve(context.req.param('attempt'), decision);
      switch (resolution.type) {
        case 'done':
          return context.body(null, 204);
        case 'no-such-attempt':
          throw notFound('attempt');
        case 'refused':
          throw new HttpError(422, 'not_this_job', resolution.message);
      }
    });
