import { Hono } from 'hono';

import { sha256 } from './canonical-json.ts';
import { withFaults, type Wire, type WireContext } from './door.ts';
import { pictureOf } from './pictures.ts';
import { record, type World } from './world.ts';

async function servePicture(world: World, c: WireContext): Promise<Response> {
  const picture = await pictureOf(world, c.req.path);
  if (picture === undefined) return new Response('Not found', { status: 404 });
  const { job, index, bytes } = picture;
  record(world, [
    {
      type: 'served',
      at: world.clock.now(),
      job: job.id,
      index,
      byteLength: bytes.length,
      sha256: sha256(bytes),
    },
  ]);
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' },
  });
}

/** The pictures, once their job has completed; like the providers' output hosts, without a key. */
export function mediaRoutes(world: World): Hono<Wire> {
  const app = new Hono<Wire>();
  app.get('/outputs/:id/:file', (c) => {
    const job = world.jobs.get(c.req.param('id'));
    const subject = {
      provider: job?.family ?? 'runcomfy',
      call: 'media',
      model: job?.model,
      prompt: job?.prompt,
    } as const;
    return withFaults(world, c, subject, () => servePicture(world, c));
  });
  return app;
}
