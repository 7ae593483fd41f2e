import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';

import { adminRoutes } from './admin-routes.ts';
import type { Wire } from './door.ts';
import { mediaRoutes } from './media-routes.ts';
import { runComfyRoutes } from './runcomfy/routes.ts';
import { waveSpeedRoutes } from './wavespeed/routes.ts';
import type { World } from './world.ts';

/** RunComfy's own clients keep a whole JSON body below this. */
const maxBodyBytes = 64 * 1024 * 1024;

/** Both providers, their pictures and the admin door as one app. */
export function createEmulatorApp(world: World): Hono<Wire> {
  const app = new Hono<Wire>();
  // A request without a body has nothing to limit.
  app.on(['POST', 'PUT'], '*', bodyLimit({ maxSize: maxBodyBytes }));
  // Only programs talk to providers: a page in some tab has no business here.
  app.use(async (c, next) => {
    if (c.req.method !== 'GET' && c.req.header('origin') !== undefined) return c.text('Forbidden', 403);
    return next();
  });
  app.get('/', (c) =>
    c.json({
      name: 'Batchwork emulator',
      speaks: ['RunComfy Model API v1', 'WaveSpeed API v3'],
      admin: '/__emulator',
    }),
  );
  app.route('/__emulator', adminRoutes(world));
  app.route('/', mediaRoutes(world));
  app.route('/', runComfyRoutes(world));
  app.route('/', waveSpeedRoutes(world));
  return app;
}
