import { request, type Dispatcher } from 'undici';

import type { ProviderId } from '#core/model/image-model.ts';
import type { Downloader } from '#core/run/capabilities.ts';
import { FailureError, StorageError, type Failure } from '#core/run/failure.ts';

import type { LocalAssetStore } from '../assets/open-asset-store.ts';
import { byteLimit } from '../assets/staging.ts';
import { isOutOfFiles } from '../durable-file.ts';
import { BlockedDestination, makeGuardedAgent, type GuardedAgentOptions } from './guarded-agent.ts';

export interface DownloaderOptions {
  readonly assets: LocalAssetStore;
  /** Origins of the operator's base URLs, loopback included; asked at every connection. */
  readonly trustedOrigins: ReadonlySet<string>;
  readonly resolve?: GuardedAgentOptions['resolve'];
  /** A body slower than this is given up. Default 1 KiB/s over 30 s. */
  readonly slowest?: { readonly bytes: number; readonly windowMs: number };
}

const redirectLimit = 3;

/**
 * Fetches images that providers point at: without a key, once, streamed into the asset store. Redirects are followed on
 * the same origin only. `close` ends the connections.
 */
export function makeDownloader(options: DownloaderOptions): Downloader & { close(): Promise<void> } {
  const { assets, slowest = { bytes: 30 * 1024, windowMs: 30_000 } } = options;
  const agent = makeGuardedAgent({
    trustedOrigins: options.trustedOrigins,
    ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
    // Six at a time from one host: a slow one must not hold the others up.
    agent: { connections: 6, headersTimeout: 60_000, bodyTimeout: slowest.windowMs },
  });
  return {
    close: () => agent.destroy(),
    async download(url, provider, signal) {
      try {
        const body = await follow(url, agent, signal);
        return await assets.putStream(guardBody(body, slowest), { keepRejected: true });
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (error instanceof StorageError) throw error;
        // Nothing is wrong with the image or its server: this machine has to free something first.
        if (isOutOfFiles(error))
          throw new StorageError('The image could not be fetched. Too many files are open.', detailOf(error));
        throw new FailureError(describe(error, provider));
      }
    },
  };
}

async function follow(
  url: string,
  agent: Dispatcher,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  let target = parseTarget(url);
  for (let hops = 0; ; hops += 1) {
    const { statusCode, headers, body } = await request(target, {
      dispatcher: agent,
      signal,
      // Compressed images gain nothing, and an unpacked body could be any size.
      headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'batchwork' },
    });
    if (statusCode === 200) {
      if (Number(headers['content-length'] ?? 0) > byteLimit) {
        body.destroy();
        throw new HttpTrouble('the image is too large', statusCode);
      }
      return body;
    }
    await body.dump({ limit: 65_536 }).catch(() => undefined);
    const location = headers['location'];
    if (statusCode < 300 || statusCode > 399 || typeof location !== 'string')
      throw new HttpTrouble(`the server answered ${statusCode}`, statusCode);
    const next = URL.parse(location, target);
    if (next === null || next.origin !== target.origin)
      throw new BlockedDestination('The image redirects to another server.');
    if (hops === redirectLimit) throw new HttpTrouble('it redirects too often', statusCode);
    target = next;
  }
}

function parseTarget(url: string): URL {
  const target = URL.parse(url);
  if (target === null || !['http:', 'https:'].includes(target.protocol))
    throw new BlockedDestination('Only http and https addresses are fetched.');
  // Credentials in a URL are an Authorization header in disguise.
  target.username = '';
  target.password = '';
  return target;
}

class HttpTrouble extends Error {
  readonly httpStatus: number;
  constructor(message: string, httpStatus: number) {
    super(message);
    this.httpStatus = httpStatus;
  }
}

/** Ends a body that drips: in each window some bytes have to come. A body that stalls is ended by the agent. */
async function* guardBody(
  body: AsyncIterable<Uint8Array>,
  slowest: { bytes: number; windowMs: number },
): AsyncGenerator<Uint8Array> {
  let windowStart = performance.now();
  let received = 0;
  for await (const chunk of body) {
    received += chunk.byteLength;
    const now = performance.now();
    if (now - windowStart >= slowest.windowMs) {
      if (received < slowest.bytes) throw new Error('the server sends too slowly');
      windowStart = now;
      received = 0;
    }
    yield chunk;
  }
}

function describe(error: unknown, provider: ProviderId): Failure {
  const common = {
    // What the provider delivered it has charged; the demo charges nothing.
    charged: provider === 'local' ? 'no' : 'yes',
    provider,
    detail: detailOf(error),
  } as const;
  if (isBlocked(error))
    return {
      ...common,
      code: 'blocked-destination',
      message: 'The provider points at an address that is not fetched: neither public nor configured.',
      retryable: false,
    };
  if (error instanceof HttpTrouble)
    return {
      ...common,
      code: 'download-failed',
      message: `An image could not be fetched: ${error.message}.`,
      retryable: error.httpStatus >= 500 || [408, 425, 429].includes(error.httpStatus),
      httpStatus: error.httpStatus,
    };
  if (error instanceof FailureError)
    return {
      ...error.failure,
      ...common,
      code: 'download-failed',
      message: `An image was delivered but cannot be used. ${error.failure.message}`,
      // A cut or half-written file may be whole the next time.
      retryable: true,
      detail: error.failure.detail ?? '',
    };
  return {
    ...common,
    code: 'download-failed',
    message: `An image could not be fetched: ${error instanceof Error ? error.message : 'unknown trouble'}.`,
    retryable: true,
  };
}

const isBlocked = (error: unknown): boolean =>
  error instanceof BlockedDestination ||
  (error instanceof Error && error.cause instanceof BlockedDestination);

const detailOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : '';
