import { Hono } from 'hono';
import { z } from 'zod';

import type { Host } from '#host/host.ts';

const querySchema = z.object({ days: z.coerce.number().int().min(1).max(3_660).catch(30) });

/** `/api/batchwork/spending?days=30`: what was spent, by day, workflow and run. */
export const spendingRoutes = (host: Pick<Host, 'spending'>): Hono =>
  new Hono().get('/', (context) =>
    context.json(host.spending(querySchema.parse({ days: context.req.query('days') }))),
  );
