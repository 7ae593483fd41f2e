import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { errorEnvelopeSchema } from '#core/api/jobs.ts';

import { openServer, smallWorkflow, type Sent, type ServerRig } from './server-rig.ts';

let server: ServerRig;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

const places = [
  '/',
  '/assets/index-a1b2c3d4.js',
  '/api/v2/jobs',
  '/api/batchwork/catalog',
  '/api/batchwork/workflows',
];

describe.each(places)('%s', (path) => {
  test.each<[string, () => Sent['headers']]>([
    ['a name that is let point here', () => ({ host: 'evil.example' })],
    ['another site', () => ({ origin: 'https://evil.example' })],
    ['another port of this machine', () => ({ origin: 'http://127.0.0.1:1' })],
    ['a sandboxed frame', () => ({ origin: 'null' })],
    ['a tag on another site', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })],
    ['a tag on another port', () => ({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' })],
  ])('is refused to %s', async (_name, headers) => {
    const { status, body, headers: answered } = await server.send({ path, headers: headers() ?? {} });
    expect(status).toBe(403);
    expect(errorEnvelopeSchema.safeParse(body).success).toBe(true);
    expect(answered['access-control-allow-origin']).toBeUndefined();
  });

  test('carries the protecting headers', async () => {
    const { headers, status } = await server.send({ path });
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });
});

test('a refused request starts nothing', async () => {
  const body = JSON.stringify({ workflow: smallWorkflow });
  const hostile: Record<string, string>[] = [
    { origin: 'https://evil.example', 'content-type': 'application/json' },
    { origin: 'null', 'content-type': 'text/plain' },
    { host: 'evil.example', 'content-type': 'application/json' },
  ];
  for (const headers of hostile)
    expect((await server.send({ method: 'POST', path: '/api/v2/jobs', headers, body })).status).toBe(403);
  expect((await server.json('GET', '/api/v2/jobs')).body).toEqual({ jobs: [] });
});

test.each(['application/x-www-form-urlencoded', 'text/plain', 'application/octet-stream'])(
  'a program may send JSON as %s',
  async (type) => {
    const { status, body } = await server.send({
      method: 'POST',
      path: '/api/batchwork/estimate',
      headers: { 'content-type': type },
      body: JSON.stringify({ workflow: smallWorkflow }),
    });
    expect(status).toBe(200);
    expect(body.images).toBe(2);
  },
);

/** How an upgrade is answered: `open`, or the status of its refusal. */
const upgrade = (headers: Record<string, string>, path = '/api/batchwork/events'): Promise<string | number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });

test('a WebSocket is opened for programs and our own page, and for nobody else', async () => {
  expect(await upgrade({})).toBe('open');
  expect(await upgrade({ origin: server.url })).toBe('open');
  expect(await upgrade({ origin: 'https://evil.example' })).toBe(403);
  expect(await upgrade({ origin: 'null' })).toBe(403);
  expect(await upgrade({ origin: 'http://127.0.0.1:1' })).toBe(403);
  expect(await upgrade({ host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
  expect(await upgrade({}, '/api/v2/jobs')).toBe(404);
});

/** The first line of the answer to bytes sent as they are. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
  });

test.each([
  ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
  ['no host in the old protocol', 'GET / HTTP/1.0\r\n\r\n', '400'],
  [
    'two hosts',
    'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    '400',
  ],
  [
    'a whole URL',
    'GET http://localhost/api/v2/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    '400',
  ],
])('%s is refused', async (_name, text, status) => {
  expect(await raw(text)).toContain(` ${status} `);
});

test.each([
  '/../package.json',
  '/%2e%2e/package.json',
  '/..%2fpackage.json',
  // These are there, one folder above the editor.
  '/..%2fworkflow.schema.json',
  '/assets/..%2f..%2fworkflows%2fempty.json',
  '/assets/..%5c..%5cpackage.json',
  '/assets/%2e%2e%2f%2e%2e%2fattacks.test.ts',
  '/%00.js',
  '/%ff.js',
])('%s leads to no file', async (path) => {
  const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(answer).toContain(' 404 ');
});

test('a body that reaches for prototypes harms nothing', async () => {
  const body = `{"workflow":{"format":"batchwork","version":1,"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}},"__proto__":{"polluted":true}}`;
  const { status } = await server.send({ method: 'POST', path: '/api/batchwork/estimate', body });
  expect([200, 400, 422]).toContain(status);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test.each([
  ['no JSON', '{', 400],
  ['another shape', '{"workflow":1}', 422],
  ['no workflow', '{"workflow":{}}', 422],
  ['nested very deep', `{"workflow":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, 422],
])('%s is told in the one shape of errors', async (_name, body, status) => {
  const answer = await server.send({ method: 'POST', path: '/api/v2/jobs', body });
  expect(answer.status).toBe(status);
  expect(errorEnvelopeSchema.safeParse(answer.body).success).toBe(true);
});

/** Every route that takes JSON, and a body that would fit but for what is nested in it. */
const jsonRoutes = [
  ['POST', '/api/v2/jobs', 'workflow'],
  ['POST', '/api/batchwork/estimate', 'workflow'],
  ['PUT', '/api/batchwork/workflows/deep', 'nodes'],
  ['PUT', '/api/batchwork/providers/wavespeed/key', 'key'],
] as const;

test.each(jsonRoutes)(
  '%s %s refuses depth before anything else looks at the body',
  async (method, path, field) => {
    const deep = `${'['.repeat(65)}${']'.repeat(65)}`;
    const answer = await server.send({
      method,
      path,
      headers: { 'content-type': 'application/json', 'if-none-match': '*' },
      body: `{"${field}":{"a":${deep}}}`,
    });
    expect(answer.status).toBe(422);
    expect(answer.body.error.code).toBe('limit_exceeded');
  },
);

/** A PNG of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a stored image is an image and nothing else, at every address that it has', async () => {
  const { body } = await server.send({ method: 'POST', path: '/api/batchwork/assets', body: pixel });
  const form = new FormData();
  for (const name of ['pixel.png', 'pixel.html']) {
    form.set('image', new Blob([pixel]), name);
    await fetch(`${server.url}/upload/image`, { method: 'POST', body: form });
  }
  const shown = [
    [`/api/batchwork/assets/${body.hash}`, 'image/png'],
    [`/api/batchwork/assets/${body.hash}/thumbnail`, 'image/webp'],
    [`/api/v2/assets/${body.hash}/content`, 'image/png'],
    ['/view?filename=pixel.png&type=input', 'image/png'],
    ['/view?filename=pixel.png&type=input&preview=webp', 'image/webp'],
    ['/view?filename=pixel.html&type=input', 'application/octet-stream'],
  ] as const;
  for (const [path, type] of shown) {
    const { status, headers } = await server.send({ path });
    expect({ path, status, headers }).toMatchObject({
      status: 200,
      headers: {
        'content-type': type,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
      },
    });
  }
  expect(
    (await server.send({ path: '/view?filename=pixel.html&type=input' })).headers['content-disposition'],
  ).toContain('attachment');
});

test('a body beyond 16 MiB is refused', async () => {
  const { status, body } = await server.send({
    method: 'POST',
    path: '/api/batchwork/estimate',
    headers: { 'content-length': String(17 * 1024 * 1024) },
    body: Buffer.alloc(17 * 1024 * 1024, 32),
  });
  expect(status).toBe(413);
  expect(body.error.code).toBe('body_too_large');
});

test('a key goes in and never comes out', async () => {
  const key = 'secret-key-of-a-person-4711';
  expect((await server.json('PUT', '/api/batchwork/providers/wavespeed/key', { key })).status).toBe(200);
  const { body, bytes } = await server.json('GET', '/api/batchwork/providers');
  expect(body.providers).toContainEqual(
    expect.objectContaining({
      provider: 'wavespeed',
      keySet: true,
      keyHint: '4711',
      keySource: 'settings',
      auto: true,
    }),
  );
  expect(bytes.toString()).not.toContain('secret-key');
  expect(await readFile(join(server.data, 'configuration', 'keys.json'), 'utf8')).toContain(key);
  expect(
    (await server.json('DELETE', '/api/batchwork/providers/wavespeed/key')).body.providers,
  ).toContainEqual(expect.objectContaining({ provider: 'local', auto: true }));
});

test.each(['local', 'nobody'])('for %s no key can be set', async (provider) => {
  expect(
    (await server.json('PUT', `/api/batchwork/providers/${provider}/key`, { key: 'long-enough-key' })).status,
  ).toBe(404);
});

test('an unknown route of the API is JSON, any other path is the editor', async () => {
  const unknown = await server.send({ path: '/api/batchwork/nothing' });
  expect(unknown.status).toBe(404);
  expect(unknown.body.error.code).toBe('not_found');
  const page = await server.send({ path: '/runs/abc' });
  expect(page.status).toBe(200);
  expect(page.bytes.toString()).toContain('Fixture editor');
  expect(page.headers['cache-control']).toBe('no-cache');
  const script = await server.send({ path: '/assets/index-a1b2c3d4.js' });
  expect(script.headers['content-type']).toContain('text/javascript');
  expect(script.headers['cache-control']).toContain('immutable');
  expect((await server.send({ path: '/assets/missing.js' })).status).toBe(404);
});
