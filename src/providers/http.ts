import ky, { type KyInstance } from 'ky';

import { FailureError } from '#core/run/failure.ts';

import type { ProviderFetchInit, ProviderOptions } from './provider-options.ts';
import { clampRetryAfterMs } from './retry-after.ts';
import { nothingWasSent } from './unsent.ts';

/** What came back, read to its end: an answer, or the reason why there is none. */
export type Exchange =
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly text: string;
      /** Parsed body; undefined when it is no JSON. */
      readonly json: unknown;
      readonly retryAfterMs: number | undefined;
    }
  | {
      readonly type: 'broken';
      /** Proof that not one byte of the request reached the provider. */
      readonly unsent: boolean;
      /** A refusal of our own, such as a blocked destination. */
      readonly refused: FailureError | undefined;
      readonly detail: string;
    };

/** One call, as it is to be sent. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path below the base URL, or a whole URL. */
  readonly path: string;
  readonly body?: ProviderFetchInit['body'];
  readonly contentType?: string;
  /** False leaves the key out: for URLs that carry their own permission. */
  readonly authorised?: boolean;
  /** Extra headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** ms for the whole exchange, body included. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Sends one call, once. Never throws: trouble is an answer too. */
export type Send = (call: Call) => Promise<Exchange>;

/** GETs and other free questions: official clients wait 10 to 20 s. */
const defaultTimeoutMs = 20_000;

/** Longest body that is read, in characters; a batch of inlined images fits. */
const maxBodyLength = 256 * 1024 * 1024;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const describe = (error: unknown): string => {
  const parts: string[] = [];
  let cause = error;
  while (cause instanceof Error && parts.length < 4) {
    parts.push(cause.message);
    cause = cause.cause;
  }
  return parts.join(': ');
};

const refusalIn = (error: unknown): FailureError | undefined => {
  let cause = error;
  for (let depth = 0; depth < 4 && cause instanceof Error; depth += 1) {
    if (cause instanceof FailureError) return cause;
    cause = cause.cause;
  }
  return undefined;
};

async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxBodyLength) throw new Error('The answer is too long');
  }
  return text + decoder.decode();
}

/** The HTTP of one provider. Neither retries nor follows redirects: that is decided where money is known. */
export function createSend(options: ProviderOptions): Send {
  const client: KyInstance = ky.create({
    retry: 0,
    redirect: 'manual',
    throwHttpErrors: false,
    timeout: false,
  });

  return async (call) => {
    const url = new URL(call.path, options.baseUrl).href;
    const key = call.authorised === false ? undefined : options.key();
    const headers: Record<string, string> = {
      accept: 'application/json',
      ...(call.contentType === undefined ? {} : { 'content-type': call.contentType }),
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...call.headers,
    };
    // One deadline for head and body together.
    const deadline = AbortSignal.timeout(call.timeoutMs ?? defaultTimeoutMs);
    const signal = call.signal === undefined ? deadline : AbortSignal.any([call.signal, deadline]);
    try {
      const response = await client(url, {
        method: call.method,
        signal,
        // Handed on in plain parts: the body stays byte-exact, and fetches of another realm take no Request.
        fetch: () =>
          options.fetch(url, {
            method: call.method,
            headers,
            redirect: 'manual',
            signal,
            ...(call.body === undefined ? {} : { body: call.body }),
          }),
      });
      const text = await readText(response);
      return {
        type: 'answer',
        status: response.status,
        text,
        json: parse(text),
        retryAfterMs: clampRetryAfterMs(response.headers.get('retry-after'), options.clock.now()),
      };
    } catch (error) {
      return {
        type: 'broken',
        unsent: nothingWasSent(error),
        refused: refusalIn(error),
        detail: describe(error),
      };
    }
  };
}
