import ky, { type Options } from 'ky';
import type { z } from 'zod';

import { errorEnvelopeSchema } from '#core/api/jobs.ts';

import { isAbort, RemoteError } from './remote-error.ts';

/** Told while the server is away; no longer true once the connection stands again. */
export const noAnswer = 'The server does not answer.';

const client = ky.create({ retry: { limit: 2, methods: ['get'] }, timeout: 30_000, throwHttpErrors: false });

/**
 * Asks the server and reads its answer by `schema`.
 * @throws RemoteError for every answer that is not a good one, and for none at all.
 */
export async function ask<T>(path: string, schema: z.ZodType<T>, options: Options = {}): Promise<T> {
  const response = await send(path, options);
  const parsed = schema.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new RemoteError('The server answered in a way this editor does not understand.', {
    code: 'malformed',
    status: response.status,
  });
}

/**
 * Asks the server where only success counts.
 * @throws RemoteError like `ask`.
 */
export async function send(path: string, options: Options = {}): Promise<Response> {
  let response: Response;
  try {
    response = await client(path, options);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new RemoteError(noAnswer, { code: 'offline', status: 0 });
  }
  if (response.ok) return response;
  const parsed = errorEnvelopeSchema.safeParse(await response.json().catch(() => undefined));
  const { status } = response;
  throw parsed.success
    ? new RemoteError(parsed.data.error.message, {
        code: parsed.data.error.code,
        status,
        details: parsed.data.error.details ?? {},
      })
    : new RemoteError(`The server refused with status ${status}.`, { code: 'refused', status });
}
