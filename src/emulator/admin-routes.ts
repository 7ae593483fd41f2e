import { Hono } from 'hono';
import { z } from 'zod';

import { jsonObject, type Wire } from './door.ts';
import { faultPlanSchema } from './faults/fault-book.ts';
import { emulatorSettingsSchema } from './settings.ts';
import { resetWorld, type World } from './world.ts';

/** A plan, or a single rule. */
const plansSchema = z.preprocess(
  (body) => (typeof body === 'object' && body !== null && 'fault' in body ? { faults: [body] } : body),
  faultPlanSchema,
);

const invalid = (error: z.ZodError): Response =>
  Response.json({ error: z.prettifyError(error) }, { status: 400 });

/**
 * The door for tests and the curious, under `/__emulator`:
 *
 *     POST   /faults      a rule, or { seed, faults: [rule, …] }
 *     GET    /faults      rules and the hits they have left
 *     DELETE /faults
 *     GET    /log         { entries, calls }
 *     GET    /settings
 *     POST   /settings    some of the settings
 *     POST   /reset       forgets everything but the settings
 */
export function adminRoutes(world: World): Hono<Wire> {
  const app = new Hono<Wire>();
  app.get('/faults', (c) => c.json({ faults: world.faults.list() }));
  app.delete('/faults', (c) => {
    world.faults.clear();
    return c.json({ ok: true });
  });
  app.post('/faults', async (c) => {
    const plan = plansSchema.safeParse(await jsonObject(c));
    if (!plan.success) return invalid(plan.error);
    try {
      world.faults.add(plan.data);
    } catch (error) {
      if (error instanceof z.ZodError) return invalid(error);
      throw error;
    }
    return c.json({ ok: true });
  });
  app.get('/log', (c) => c.json({ entries: world.log.entries, calls: Object.fromEntries(world.calls) }));
  app.get('/settings', (c) => c.json(world.settings));
  app.post('/settings', async (c) => {
    const changes = emulatorSettingsSchema.partial().safeParse(await jsonObject(c));
    if (!changes.success) return invalid(changes.error);
    world.settings = { ...world.settings, ...changes.data };
    return c.json(world.settings);
  });
  app.post('/reset', (c) => {
    resetWorld(world);
    return c.json({ ok: true });
  });
  return app;
}
