import { Agent, type Dispatcher } from 'undici';

import type { SecretGuard } from '../secret-guard.ts';
import { BlockedDestination, makeGuardedAgent } from './guarded-agent.ts';

export interface ProviderFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Ends the connections. */
  close(): Promise<void>;
}

/**
 * `fetch` for provider clients. Reaches the configured API origins, and beside them only what an upload ticket names: a
 * PUT over TLS to a public address, without a key. Redirects are never followed: a key must not travel to another
 * place, and a POST must not be sent twice. `origins` is asked at every call, so that it may still grow. `guard` takes keys
 * out of what comes back.
 */
export function makeProviderFetch(options: {
  origins: ReadonlySet<string>;
  guard?: SecretGuard;
}): ProviderFetch {
  const { origins, guard } = options;
  // Patience with a paid POST is the client's matter; the agent's own limits only end what is dead.
  const limits = { headersTimeout: 300_000, bodyTimeout: 120_000 };
  const reading = new Agent(limits);
  // A POST on a connection that the server is just closing may be accepted and lost: each gets a new one.
  const posting = new Agent({ ...limits, pipelining: 0 });
  const uploading = makeGuardedAgent({ trustedOrigins: origins, agent: limits });

  const send: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { origin, protocol } = new URL(request.url);
    let dispatcher: Dispatcher = request.method === 'POST' ? posting : reading;
    if (!origins.has(origin)) {
      if (request.method !== 'PUT' || protocol !== 'https:')
        throw new BlockedDestination(`${origin} is no configured provider.`);
      request.headers.delete('authorization');
      request.headers.delete('cookie');
      dispatcher = uploading;
    }
    // The global fetch takes a dispatcher as an option of its own, which its type does not tell.
    const extras: RequestInit & { dispatcher: Dispatcher } = { dispatcher, redirect: 'manual' };
    const response = await globalThis.fetch(request, extras);
    if (guard === undefined || response.body === null) return response;
    // A provider that quotes the key in its answer would have it told and kept as its words are.
    return new Response(response.body.pipeThrough(guard.redactStream()), response);
  };

  return {
    fetch: send,
    async close() {
      await Promise.all([reading.destroy(), posting.destroy(), uploading.destroy()]);
    },
  };
}
