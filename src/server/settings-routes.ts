import { Hono } from 'hono';

import { changeSettingsSchema } from '#core/api/settings.ts';
import type { Host } from '#host/host.ts';

import { HttpError } from './http-error.ts';
import { readJson } from './read-json.ts';

/** `/api/batchwork/settings`: what holds for every way into this Batchwork. */
export const settingsRoutes = ({ settings }: Pick<Host, 'settings'>): Hono =>
  new Hono()
    .get('/', (context) => context.json(settings.read()))
    .put('/', async (context) => {
      const changed = await settings.change(await readJson(context, changeSettingsSchema));
      if (!changed.ok)
        throw new HttpError(
          409,
          'setting_from_environment',
          `This setting comes from ${changed.variable} and is changed there.`,
        );
      return context.json(settings.read());
    });
