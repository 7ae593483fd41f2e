import { describe, expect, test } from 'vitest';

import { judgeRequest } from '#server/guard.ts';

interface Sent {
  method?: string;
  url?: string;
  headers: Record<string, string>;
  rawHeaders?: string[];
}

const host = 'localhost:8190';
const own = 'http://localhost:8190';
const json = { 'content-type': 'application/json', 'content-length': '2' };

function judge({ method = 'GET', url = '/api/v2/jobs', headers, rawHeaders }: Sent): number {
  const raw = rawHeaders ?? Object.entries(headers).flat();
  const refusal = judgeRequest(
    { method, url, headers, rawHeaders: raw },
    new Set(['192.168.1.20', 'studio']),
  );
  return refusal?.status ?? 200;
}

describe('programs are let through whatever they say of their body', () => {
  test.each<[string, Sent]>([
    ['GET', { headers: { host } }],
    ['POST JSON', { method: 'POST', headers: { host, ...json } }],
    [
      'POST as a form',
      {
        method: 'POST',
        headers: { host, 'content-type': 'application/x-www-form-urlencoded', 'content-length': '9' },
      },
    ],
    [
      'POST as text',
      { method: 'POST', headers: { host, 'content-type': 'text/plain', 'content-length': '9' } },
    ],
    ['POST without a type', { method: 'POST', headers: { host, 'content-length': '9' } }],
    ['DELETE', { method: 'DELETE', headers: { host } }],
  ])('%s', (_name, request) => {
    expect(judge(request)).toBe(200);
  });
});

describe('our own page is let through', () => {
  test.each<[string, Sent]>([
    ['typed into the address bar', { url: '/', headers: { host, 'sec-fetch-site': 'none' } }],
    ['GET', { headers: { host, 'sec-fetch-site': 'same-origin' } }],
    [
      'POST JSON',
      { method: 'POST', headers: { host, origin: own, 'sec-fetch-site': 'same-origin', ...json } },
    ],
    [
      'POST without a body',
      { method: 'POST', headers: { host, origin: own, 'sec-fetch-site': 'same-origin' } },
    ],
    [
      'an upload',
      { method: 'POST', headers: { host, origin: own, 'content-type': 'image/png', 'content-length': '9' } },
    ],
    [
      'an upload of no known type',
      {
        method: 'POST',
        headers: { host, origin: own, 'sec-fetch-site': 'same-origin', 'content-length': '9' },
      },
    ],
    [
      'a form with our header',
      {
        method: 'POST',
        headers: { host, origin: own, 'x-batchwork': '1', 'content-type': 'multipart/form-data; boundary=x' },
      },
    ],
    [
      'behind a proxy that speaks TLS',
      { method: 'POST', headers: { host: 'studio', origin: 'https://studio', ...json } },
    ],
    ['a WebSocket, which has no Sec-Fetch-Site', { headers: { host, origin: own, upgrade: 'websocket' } }],
    ['with a trailing dot', { headers: { host: 'localhost.:8190', origin: 'http://localhost.:8190' } }],
    [
      'a link to the editor from elsewhere',
      {
        url: '/?from=mail',
        headers: {
          host,
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'document',
        },
      },
    ],
  ])('%s', (_name, request) => {
    expect(judge(request)).toBe(200);
  });
});

describe('other pages are refused', () => {
  test.each<[string, Sent, number]>([
    ['another origin', { method: 'POST', headers: { host, origin: 'https://evil.example', ...json } }, 403],
    ['another origin that only reads', { headers: { host, origin: 'https://evil.example' } }, 403],
    ['a sandboxed frame', { method: 'POST', headers: { host, origin: 'null', ...json } }, 403],
    [
      'another port of this machine',
      { method: 'POST', headers: { host, origin: 'http://localhost:3000', ...json } },
      403,
    ],
    [
      'another name of this machine',
      { method: 'POST', headers: { host, origin: 'http://127.0.0.1:8190', ...json } },
      403,
    ],
    [
      'an origin that only begins like ours',
      { headers: { host, origin: 'http://localhost:8190.evil.example' } },
      403,
    ],
    ['an origin with more than an origin', { headers: { host, origin: 'http://localhost:8190/x' } }, 403],
    ['two origins', { headers: { host, origin: `${own}, https://evil.example` } }, 403],
    [
      'an image of another site',
      { headers: { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' } },
      403,
    ],
    [
      'an image of another port',
      { headers: { host, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'image' } },
      403,
    ],
    [
      'a script of another site',
      { url: '/assets/index.js', headers: { host, 'sec-fetch-site': 'cross-site' } },
      403,
    ],
    [
      'a link to the API',
      {
        headers: {
          host,
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'document',
        },
      },
      403,
    ],
    [
      'a frame',
      {
        url: '/',
        headers: {
          host,
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'iframe',
        },
      },
      403,
    ],
    [
      'a form that posts to the editor',
      {
        method: 'POST',
        url: '/',
        headers: {
          host,
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'navigate',
          'sec-fetch-dest': 'document',
        },
      },
      403,
    ],
    [
      'a WebSocket of another origin',
      { headers: { host, origin: 'https://evil.example', upgrade: 'websocket' } },
      403,
    ],
    ['a WebSocket of a sandboxed frame', { headers: { host, origin: 'null', upgrade: 'websocket' } }, 403],
    ['a preflight', { method: 'OPTIONS', headers: { host, origin: 'https://evil.example' } }, 403],
    [
      'our origin with a type that any page may send',
      { method: 'POST', headers: { host, origin: own, 'content-type': 'text/plain' } },
      415,
    ],
    [
      'our origin with a body of no type',
      { method: 'POST', headers: { host, origin: own, 'content-length': '9' } },
      415,
    ],
  ])('%s', (_name, request, status) => {
    expect(judge(request)).toBe(status);
  });
});

describe('a host name that is not ours is refused', () => {
  test.each([
    'evil.example',
    'evil.example:8190',
    'localhost,evil.example',
    'localhost.evil.example',
    '192.168.1.21',
    '169.254.169.254',
    '[fe80::1]:8190',
    '0.0.0.0:8190',
  ])('%s', (name) => {
    expect(judge({ headers: { host: name } })).toBe(403);
    expect(
      judge({ headers: { host: name, origin: `http://${name}`, 'sec-fetch-site': 'same-origin' } }),
    ).toBe(403);
  });

  test.each(['', 'localhost:port', 'a b', 'localhost/x', 'user@localhost', 'localhost#x'])('%j', (name) => {
    expect(judge({ headers: { host: name } })).toBe(400);
  });

  test('none', () => {
    expect(judge({ headers: {} })).toBe(400);
  });

  test('two', () => {
    expect(judge({ headers: { host }, rawHeaders: ['Host', host, 'host', 'evil.example'] })).toBe(400);
  });

  test.each([
    'LOCALHOST:1',
    'editor.localhost',
    '127.0.0.1:9000',
    '127.1.2.3',
    '[::1]:8190',
    '192.168.1.20:8190',
    'Studio',
    'studio.',
  ])('while %s is ours', (name) => {
    expect(judge({ headers: { host: name } })).toBe(200);
  });
});

test.each(['http://localhost:8190/', '*', 'localhost:8190', ''])('the target %j is no path', (url) => {
  expect(judge({ url, headers: { host } })).toBe(400);
});
