import { z } from 'zod';

const anything = z.unknown().optional();
const code = z.union([z.number(), z.string()]).nullish();

/** What any RunComfy answer may carry when something is wrong. */
export const errorBodySchema = z.looseObject({
  error_code: code,
  error_message: anything,
  message: anything,
  error: anything,
  detail: anything,
});

/** Answer to the paid POST. */
export const submitSchema = z.looseObject({ request_id: anything });

/** Answer of `/status` and of a cancel. */
export const statusSchema = z.looseObject({
  status: z.string().nullish(),
  queue_position: z.number().nullish().catch(null),
  error: anything,
  outcome: z.string().nullish().catch(null),
});

/** Answer of `/result`. */
export const resultSchema = statusSchema.extend({
  output: z
    .looseObject({ image: anything, images: z.array(z.unknown()).nullish().catch(null) })
    .nullish()
    .catch(null),
  cost: z.number().nonnegative().nullish().catch(null),
});

/** As much of a catalogue entry as prices need. */
export const modelSchema = z.looseObject({
  base_price_usd: z.number().nullish().catch(null),
  price_unit: z.string().nullish().catch(null),
});

/** Answer of the account API. */
export const balanceSchema = z.looseObject({ balance_usd: z.number().nullish().catch(null) });
