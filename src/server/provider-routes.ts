import { Hono } from 'hono';

import { setKeySchema, type ProviderStatus, type ProviderTest } from '#core/api/providers.ts';
import { providerIds, providerIdSchema, type ProviderId } from '#core/model/image-model.ts';
import { toFailure } from '#core/run/failure.ts';
import type { Host } from '#host/host.ts';
import type { KeyedProvider } from '#platform/keys.ts';

import { HttpError, notFound } from './http-error.ts';
import { readJson } from './read-json.ts';

/** How long a provider may take to answer a test. */
const testMs = 15_000;

const isKeyed = (provider: string): provider is KeyedProvider =>
  provider === 'runcomfy' || provider === 'wavespeed';

/** `/api/batchwork/providers`: who can draw, and whether a key is set. Keys go in and never come out. */
export function providerRoutes({ models, keys, limitsOf }: Pick<Host, 'models' | 'keys' | 'limitsOf'>): Hono {
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
      limits: limitsOf(provider),
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

  const test = async (provider: ProviderId, signal: AbortSignal): Promise<ProviderTest> => {
    const { title, demo, account } = models.get(provider);
    if (account === undefined && !demo)
      return { ok: false, message: `No key for ${title} is set.`, balanceUsd: null };
    try {
      const { usd } = await models.get(provider).balance(signal);
      return { ok: true, message: demo ? 'The demo draws.' : `${title} takes the key.`, balanceUsd: usd };
    } catch (error) {
      const message = signal.aborted ? `${title} does not answer.` : toFailure(error).message;
      return { ok: false, message, balanceUsd: null };
    }
  };

  return new Hono()
    .get('/', (context) => context.json(list()))
    .post('/:provider/test', async (context) => {
      const provider = providerIdSchema.safeParse(context.req.param('provider'));
      if (!provider.success) throw notFound('provider');
      return context.json(await test(provider.data, AbortSignal.timeout(testMs)));
    })
    .put('/:provider/key', async (context) => {
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
