import type { ImageRequest, Price } from '#core/model/image-model.ts';

import type { Ask } from '../ask.ts';
import type { ProviderOptions } from '../provider-options.ts';
import type { TimedCache } from '../timed-cache.ts';
import { inputsOf, modelOf } from './request.ts';
import { envelopeOf, priceSchema } from './wire.ts';

/** WaveSpeed's model pages: 0.04 x max_images, by the number asked for. */
const documentedUsd = 0.04;

const rounded = (usd: number): number => Math.round(usd * 1e6) / 1e6;

const documented = (request: ImageRequest, title: string): Price => ({
  usd: rounded(documentedUsd * request.count),
  basis: 'requested-count',
  source: `${title}'s model page: $${documentedUsd} per requested image`,
});

/**
 * What a batch will cost, asked with full inputs: partial ones silently get the price of one image. Without a key or
 * an answer, the documented price.
 */
export async function readPrice(
  { options, ask, prices }: { options: ProviderOptions; ask: Ask; prices: TimedCache<Price> },
  request: ImageRequest,
  signal: AbortSignal,
): Promise<Price> {
  if (options.demo) return { usd: 0, basis: 'free', source: 'Demo images are free' };
  if (options.key() === undefined) return documented(request, options.title);
  const model = modelOf(request.references.length);
  // References are not uploaded for a question: their price does not depend on what they show.
  const images = request.references.map(({ hash }) => `https://example.com/${hash.slice(0, 16)}.png`);
  const body = JSON.stringify({ model_id: model, inputs: inputsOf(request, images) });
  const cached = prices.get(body);
  if (cached !== undefined) return cached;
  const reading = await ask(envelopeOf(priceSchema), {
    method: 'POST',
    path: '/api/v3/model/price',
    body,
    contentType: 'application/json',
    signal,
  });
  if (reading.type === 'trouble') return documented(request, options.title);
  const { price, discounted_price: discounted, currency } = reading.body.data;
  const usd = discounted ?? price;
  const dollars = currency === undefined || currency === null || /^usd$/i.test(currency);
  if (typeof usd !== 'number' || !(usd > 0) || !dollars) return documented(request, options.title);
  const told: Price = {
    usd: rounded(usd),
    basis: 'requested-count',
    source: `${options.title}, now: $${rounded(usd)} for up to ${request.count}`,
  };
  prices.set(body, told);
  return told;
}
