import { z } from 'zod';

const anything = z.unknown().optional();

/** WaveSpeed's envelope. An answer is good only with `code` 200 and HTTP 200 together. */
export const envelopeOf = <Data extends z.ZodType>(data: Data) => z.looseObject({ data });

/** What any answer may carry when something is wrong. */
export const errorBodySchema = z.looseObject({
  code: z.number().nullish().catch(null),
  message: anything,
  error: anything,
  error_code: anything,
});

/** Answer to the paid POST. */
export const submitSchema = z.looseObject({ data: z.looseObject({ id: anything }).nullish().catch(null) });

/** `data` of a prediction. */
export const predictionSchema = z.looseObject({
  status: z.string().nullish(),
  outputs: z.array(z.unknown()).nullish().catch(null),
  has_nsfw_contents: z.array(z.unknown()).nullish().catch(null),
  error: anything,
  /** Task code of a job that failed. */
  code: z.number().nullish().catch(null),
});

/** `data` of one page of the history. */
export const historySchema = z.looseObject({
  items: z
    .array(
      z.looseObject({
        id: z.string(),
        model: z.string().nullish().catch(null),
        created_at: z.string(),
        inputs: z.looseObject({}).nullish().catch(null),
        input: z.looseObject({}).nullish().catch(null),
      }),
    )
    .nullish(),
});

/** `data` of a price. */
export const priceSchema = z.looseObject({
  price: z.number().nullish().catch(null),
  discounted_price: z.number().nullish().catch(null),
  currency: z.string().nullish().catch(null),
});

/** `data` of the balance. */
export const balanceSchema = z.looseObject({ balance: z.number().nullish().catch(null) });

/** `data` of an upload ticket. */
export const ticketSchema = z.looseObject({
  download_url: z.url(),
  upload: z.looseObject({
    method: z.string(),
    url: z.url(),
    headers: z.record(z.string(), z.string()).nullish(),
  }),
});

/** `data` of the older upload. */
export const uploadSchema = z.looseObject({ download_url: z.url() });
