import { readFile } from 'node:fs/promises';

import { Hono } from 'hono';
import { z } from 'zod';

import { writeWhole } from '#platform/durable-file.ts';

import { readText } from '../read-json.ts';
import { badRequest } from './comfy-error.ts';
import { readBody } from './read-body.ts';

const settingsSchema = z.record(z.string().max(256), z.unknown());
/** Settings that are kept. */
const mostSettings = 5_000;

/** `/settings`: what ComfyUI's clients remember for their user. Batchwork itself reads none of it. */
export function clientSettingsRoutes(file: string): Hono {
  const read = async (): Promise<Record<string, unknown>> => {
    const text = await readFile(file, 'utf8').catch(() => '{}');
    return settingsSchema.safeParse(JSON.parse(text)).data ?? {};
  };
  let last: Promise<unknown> = Promise.resolve();
  /** One change after the other, each upon what the former left. */
  const change = (settings: Readonly<Record<string, unknown>>): Promise<void> => {
    const changing = last.then(async () => {
      const merged = { ...(await read()), ...settings };
      if (Object.keys(merged).length > mostSettings)
        throw badRequest('invalid_request', `At most ${mostSettings} settings are kept.`);
      await writeWhole(file, `${JSON.stringify(merged, undefined, 2)}\n`);
    });
    last = changing.catch(() => undefined);
    return changing;
  };

  return new Hono()
    .get('/settings', async (context) => context.json(await read()))
    .get('/settings/:id', async (context) => context.json((await read())[context.req.param('id')] ?? null))
    .post('/settings', async (context) => {
      await change(await readBody(context));
      return context.json({});
    })
    .post('/settings/:id', async (context) => {
      const text = await readText(context);
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        throw badRequest('invalid_json', 'The body is not JSON.');
      }
      await change({ [context.req.param('id')]: value });
      return context.json({});
    });
}
