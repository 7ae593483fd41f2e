import type { z } from 'zod';

import { errorEnvelopeSchema } from '#core/api/jobs.ts';

import { isAbort, RemoteError } from './remote-error.ts';

/** Told while the server is away; no longer true once the connection stands again. */
export const noAnswer = 'The server does not answer.';

export interface AskOptions {
  /** `get` when left out. Only a GET is sent again when no answer comes. */
  readonly method?: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: Blob;
  readonly signal?: AbortSignal;
  /** How long an answer may take; 30 s when left out. */
  readonly timeoutMs?: number;
}

const usualTimeoutMs = 30_000;
/** Pauses before a GET is sent again, ms. */
const retryMs = [300, 900];

/** One request. @throws what `fetch` throws when no answer comes. */
function request(path: string, options: AskOptions): Promise<Response> {
  const { method = 'get', headers = {}, json, body, signal, timeoutMs = usualTimeoutMs } = options;
  const ended = AbortSignal.timeout(timeoutMs);
  return fetch(path, {
    method: method.toUpperCase(),
    headers: json === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    body: json === undefined ? (body ?? null) : JSON.stringify(json),
    signal: signal === undefined ? ended : AbortSignal.any([signal, ended]),
  });
}

/** A request that is sent again where that is safe. @throws like `request`. */
async function client(path: string, options: AskOptions): Promise<Response> {
  const pauses = options.method === undefined || options.method === 'get' ? retryMs : [];
  for (const pauseMs of pauses) {
    try {
      const response = await request(path, options);
      if (response.status !== 503) return response;
    } catch (error) {
      if (isAbort(error)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return request(path, options);
}

/**
 * Asks the server and reads its answer by `schema`.
 * @throws RemoteError for every answer that is not a good one, and for none at all.
 */
export async function ask<T>(path: string, schema: z.ZodType<T>, options: AskOptions = {}): Promise<T> {
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
export async function send(path: string, options: AskOptions = {}): Promise<Response> {
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
