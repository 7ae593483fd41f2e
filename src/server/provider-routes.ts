import { Hono } from 'hono';

import { setKeySchema, type ProviderStatus } from '#core/api/providers.ts';
import { providerIds, type ProviderId } from '#core/model/image-model.ts';
import type { Host } from '#host/host.ts';
import type { KeyedProvider } from '#platform/keys.ts';

import { HttpError, notFound } from './http-error.ts';
import { limitJson, readJson } from './read-json.ts';

const isKeyed = (provider: string): provider is KeyedProvider =>
  provider === 'runcomfy' || provider === 'wavespeed';

/** `/api/batchwork/providers`: who can draw, and whether a key is set. Keys go in and never come out. */
export function providerRoutes({ models, keys }: Pick<Host, 'models' | 'keys'>): Hono {
  const view = (provider: ProviderId): ProviderStatus => {
    const { title, demo, keyVariable } = models.get(provider);
    const { hint, source } = isKeyed(provider) ? keys.status(provider) : { hint: null, source: null };
    return {
      provider,
      title,
      demo,
      keySet: source !== null,
      keyHint: hint,
      keySource: source,
      keyVariable: keyVariable ?? null,
      auto: models.resolve('auto').provider === provider,
    };
  };
  const list = (): { providers: ProviderStatus[] } => ({
    providers: providerIds.map((provider) => view(provider)),
  });

  /** The provider of a path, when a key may be set for it here. */
  const writable = (provider: string): KeyedProvider => {
    if (!isKeyed(provider)) throw notFound('provider with a key');
    if (keys.status(provider).source === 'environment')
      throw new HttpError(
        409,
        'key_from_environment',
        `The key comes from ${models.get(provider).keyVariable ?? 'the environment'} and is changed there.`,
      );
    return provider;
  };

  return new Hono()
    .get('/', (context) => context.json(list()))
    .put('/:provider/key', limitJson, async (context) => {
      const provider = writable(context.req.param('provider'));
      const { key } = await readJson(context, setKeySchema);
      await keys.set(provider, key);
      return context.json(list());
    })
    .delete('/:provider/key', async (context) => {
      await keys.remove(writable(context.req.param('provider')));
      return context.json(list());
    });
}
