import { createServer, type IncomingMessage, type Server } from 'node:http';

import ky from 'ky';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { makeProviderFetch, type ProviderFetch } from '#platform/network/provider-fetch.ts';

let server: Server;
let origin: string;
let requests: { incoming: IncomingMessage; body: string; port: number | undefined }[];
let provider: ProviderFetch;

beforeEach(async () => {
  requests = [];
  server = createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
    incoming.on('end', () => {
      requests.push({ incoming, body, port: incoming.socket.remotePort });
      if (incoming.url === '/moved') outgoing.writeHead(307, { location: '/elsewhere' }).end();
      else outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"fine":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
  provider = makeProviderFetch({ origins: new Set([origin]) });
});
afterEach(async () => {
  await provider.close();
  server.closeAllConnections();
  server.close();
});

test('ky sends through it, byte-exactly and with the length', async () => {
  const answer = await ky
    .post(`${origin}/v1/models`, {
      fetch: provider.fetch,
      body: '{"a": 1}',
      headers: { authorization: 'Bearer key' },
    })
    .json();
  expect(answer).toEqual({ fine: true });
  expect(requests[0]?.body).toBe('{"a": 1}');
  expect(requests[0]?.incoming.headers).toMatchObject({ authorization: 'Bearer key', 'content-length': '8' });
});

test('every POST has a connection of its own', async () => {
  for (let count = 0; count < 3; count += 1) {
    const response = await provider.fetch(`${origin}/post`, { method: 'POST', body: 'x' });
    await response.text();
  }
  expect(new Set(requests.map(({ port }) => port)).size).toBe(3);
});

test.each(['GET', 'POST'])('a redirect of a %s is not followed', async (method) => {
  const response = await provider.fetch(`${origin}/moved`, { method });
  expect(response.status).toBe(307);
  expect(requests).toHaveLength(1);
});

test.each([
  ['POST', 'https://example.com/'],
  ['GET', 'https://example.com/'],
  ['PUT', 'http://example.com/'],
  ['PUT', 'https://127.0.0.1/'],
  ['PUT', 'https://10.0.0.1/upload'],
])('%s %s is no configured provider', async (method, url) => {
  const error: unknown = await provider.fetch(url, { method }).catch((reason: unknown) => reason);
  const blocked = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  expect(blocked).toMatchObject({ name: 'BlockedDestination' });
  expect(requests).toHaveLength(0);
});

test('the address of another port on the same machine is not the configured origin', async () => {
  await expect(provider.fetch('http://127.0.0.1:9/', { method: 'POST' })).rejects.toThrow(
    'no configured provider',
  );
});
