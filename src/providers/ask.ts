import type { z } from 'zod';

import type { PollOutcome } from '#core/model/image-model.ts';
import type { FailureCode } from '#core/run/failure.ts';

import { troubleOf } from './failures.ts';
import type { Call, Send } from './http.ts';
import type { ProviderOptions } from './provider-options.ts';

/** A provider's own word of refusal in a body, read by its codes. */
export type ReadRefusal = (json: unknown) => { code: FailureCode; said: string | undefined } | undefined;

/** Trouble of a free call. */
export type Trouble = Extract<PollOutcome, { type: 'trouble' }>;

/** One free call read by a schema, or the trouble it met. */
export type Reading<Body> = { type: 'body'; body: Body } | Trouble;

/** Sends one free call and reads its answer. Never throws. */
export type Ask = <Schema extends z.ZodType>(schema: Schema, call: Call) => Promise<Reading<z.infer<Schema>>>;

/** Free calls of one provider: a good answer is a 2xx that spells out no refusal and fits the schema. */
export const createAsk =
  (options: ProviderOptions, send: Send, refusalIn: ReadRefusal): Ask =>
  async (schema, call) => {
    const exchange = await send(call);
    const refused = exchange.type === 'answer' ? refusalIn(exchange.json) : undefined;
    const succeeded = exchange.type === 'answer' && exchange.status >= 200 && exchange.status < 300;
    if (succeeded && refused === undefined) {
      const parsed = schema.safeParse(exchange.json);
      if (parsed.success) return { type: 'body', body: parsed.data };
    }
    return {
      type: 'trouble',
      // The provider's own breakdown is trouble of the call, not a verdict on anything.
      failure: troubleOf(options, exchange, refused?.code === 'provider-failed' ? undefined : refused),
      ...(exchange.type === 'answer' && exchange.retryAfterMs !== undefined
        ? { retryAfterMs: exchange.retryAfterMs }
        : {}),
    };
  };
