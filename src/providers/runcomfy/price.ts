import type { z } from 'zod';

import type { ImageRequest, Price } from '#core/model/image-model.ts';

import type { modelSchema } from './wire.ts';

/** No figure, with the reason why. */
export const unknownPrice = (source: string): Price => ({ usd: null, basis: 'unknown', source });

/** The price that RunComfy's model page data tells. Absent, null and zero all mean "not told", never "free". */
export function priceIn(body: z.infer<typeof modelSchema>, request: ImageRequest): Price {
  const { base_price_usd: base, price_unit: unit } = body;
  if (typeof base !== 'number' || !(base > 0)) return unknownPrice('RunComfy tells no price for this model');
  const named = unit ?? '';
  if (/image|picture|photo|output/i.test(named))
    return {
      // Six decimals: 0.04 * 3 must not become 0.12000000000000001.
      usd: Math.round(base * request.count * 1e6) / 1e6,
      basis: 'requested-count',
      source: `RunComfy, now: $${base} per ${named}`,
    };
  if (/run|request|generation|call|job/i.test(named))
    return { usd: base, basis: 'per-run', source: `RunComfy, now: $${base} per ${named}` };
  return unknownPrice(`RunComfy tells $${base}, but not for what${named === '' ? '' : ` (“${named}”)`}`);
}
