import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { readSettings, SettingsError } from '#platform/settings.ts';
import { startServer } from '#server/start-server.ts';
import { makeTokenDoor, signInPath } from '#server/token-door.ts';

import { openServer, type ServerRig } from './server-rig.ts';

const token = 'a-token-of-many-letters';
const from = (remoteAddress: string, headers: Record<string, string> = {}, url = '/api/v2/jobs') =>
  ({ method: 'GET', url, headers, socket: { remoteAddress } }) as never;

let server: ServerRig;
beforeAll(async () => {
  server = await openServer({
    BATCHWORK_HOST: '0.0.0.0',
    BATCHWORK_TOKEN: token,
    BATCHWORK_ALLOWED_HOSTS: 'studio.example',
  });
});
afterAll(() => server.close());

test.each(['0.0.0.0', '::', '192.0.2.7', 'studio.example'])(
  'without a token the server does not start on %s',
  async (address) => {
    const settings = readSettings({ BATCHWORK_DATA: server.data, BATCHWORK_HOST: address, PORT: '0' });
    await expect(startServer({ host: server.host, settings })).rejects.toThrow(SettingsError);
  },
);

test.each(['127.0.0.1', 'localhost', '127.3.2.1'])('on %s it needs none', async (address) => {
  const settings = readSettings({ BATCHWORK_DATA: server.data, BATCHWORK_HOST: address, PORT: '0' });
  const running = await startServer({ host: server.host, settings });
  expect(running.signInUrl).toBe(running.url);
  await running.close();
});

test.each([
  '/',
  '/assets/index-a1b2c3d4.js',
  '/api/v2/jobs',
  '/api/batchwork/catalog',
  '/api/batchwork/providers',
])('%s is closed to everyone without the token', async (path) => {
  expect((await server.send({ path })).status).toBe(401);
  expect(
    (await server.send({ path, headers: { authorization: 'Bearer wrong-token-altogether' } })).status,
  ).toBe(401);
  expect((await server.send({ path, headers: { cookie: `batchwork=${token}` } })).status).toBe(401);
  expect((await server.send({ path, headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  expect((await server.send({ path, headers: { 'x-api-key': token } })).status).toBe(200);
});

test('a name that the operator did not allow is refused before the token is looked at', async () => {
  const headers = { authorization: `Bearer ${token}` };
  expect((await server.send({ path: '/', headers: { ...headers, host: 'studio.example' } })).status).toBe(
    200,
  );
  expect((await server.send({ path: '/', headers: { ...headers, host: 'evil.example' } })).status).toBe(403);
});

test('a page of another origin is refused although the browser sends the cookie', async () => {
  const signed = await server.send(signIn(token));
  expect(signed.status).toBe(303);
  const cookie = String(signed.headers['set-cookie']).split(';')[0] ?? '';
  expect(String(signed.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict; Path=\//);
  expect((await server.send({ path: '/', headers: { cookie } })).status).toBe(200);
  const hostile = { cookie, origin: 'http://127.0.0.1:1', 'content-type': 'application/json' };
  expect((await server.send({ path: '/api/v2/jobs', headers: hostile })).status).toBe(403);
  expect(
    (await server.send({ method: 'POST', path: '/api/v2/jobs', headers: hostile, body: '{}' })).status,
  ).toBe(403);
  expect((await server.send({ ...signIn(token), headers: { origin: 'null' } })).status).toBe(403);
});

const signIn = (typed: string) => ({
  method: 'POST',
  path: signInPath,
  headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
  body: `token=${encodeURIComponent(typed)}`,
});

test('a person is asked with a form that carries no script', async () => {
  const page = await server.send({ path: '/', headers: { accept: 'text/html' } });
  expect(page.status).toBe(401);
  expect(page.bytes.toString()).toContain('<form method="post" action="/sign-in">');
  expect(page.bytes.toString()).not.toContain('<script');
  expect(page.headers['referrer-policy']).toBe('same-origin');
  expect((await server.send(signIn('not the token'))).status).toBe(401);
});

test('a WebSocket needs it too', async () => {
  const open = (headers: Record<string, string>): Promise<string | number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/batchwork/events`, { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve('open');
      });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('error', () => undefined);
    });
  expect(await open({})).toBe(401);
  expect(await open({ authorization: `Bearer ${token}` })).toBe('open');
});

test('the address that is printed signs in once', () => {
  const door = makeTokenDoor(token);
  const { pathname, search } = new URL(door.signInUrl('http://localhost:1'));
  const visit = from('10.0.0.1', {}, pathname + search);
  expect(door.judge(visit).type).toBe('sign-in');
  expect(door.judge(visit).type).toBe('closed');
  expect(door.signInUrl('http://localhost:1')).toBe('http://localhost:1');
});

test('whoever guesses is held for a while, and nobody else is', () => {
  const door = makeTokenDoor(token);
  const guess = from('10.0.0.1', { authorization: 'Bearer wrong' });
  for (let tries = 0; tries < 10; tries += 1) expect(door.judge(guess).type).toBe('closed');
  expect(door.judge(guess).type).toBe('held');
  expect(door.judge(from('10.0.0.1', { authorization: `Bearer ${token}` })).type).toBe('held');
  expect(door.judge(from('10.0.0.2', { authorization: `Bearer ${token}` })).type).toBe('open');
});

test('the cookie ends with the token', () => {
  const entrance = makeTokenDoor(token).signIn(token, from('10.0.0.1'));
  const cookie = entrance.type === 'sign-in' ? (entrance.cookie.split(';')[0] ?? '') : '';
  expect(makeTokenDoor(token).judge(from('10.0.0.1', { cookie })).type).toBe('open');
  expect(makeTokenDoor(`${token}2`).judge(from('10.0.0.1', { cookie })).type).toBe('closed');
});
