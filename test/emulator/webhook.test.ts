import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

import { startEmulator, type Emulator } from '#emulator/start-emulator.ts';

interface Delivery {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const deliveries: Delivery[] = [];
let arrived = (): void => {};
const receiver = createServer((incoming, outgoing) => {
  let body = '';
  incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
  incoming.on('end', () => {
    deliveries.push({ headers: incoming.headers, body });
    outgoing.end();
    arrived();
  });
});

let emulator: Emulator;
let hook: string;

beforeEach(async () => {
  deliveries.length = 0;
  emulator = await startEmulator({ settings: { latencyScale: 0, longestSide: 48 } });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?attempt=7`;
});

afterEach(async () => {
  await emulator.close();
  await new Promise((resolve) => receiver.close(resolve));
});

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(`${emulator.url}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer key' },
    body: JSON.stringify(body),
  });

const submit = (target: string): Promise<Response> =>
  post(`/api/v3/bytedance/seedream-v4.5/sequential?webhook=${encodeURIComponent(target)}`, {
    prompt: 'a fox',
    max_images: 2,
  });

const delivered = async (count: number): Promise<void> => {
  while (deliveries.length < count)
    await new Promise<void>((resolve) => {
      arrived = resolve;
    });
};

async function isSigned({ headers, body }: Delivery): Promise<boolean> {
  const answer = await fetch(`${emulator.url}/api/v3/webhook/secret`, {
    headers: { authorization: 'Bearer key' },
  });
  const { data } = z
    .object({ data: z.object({ secret: z.string().startsWith('whsec_') }) })
    .parse(await answer.json());
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = createHmac('sha256', data.secret.slice('whsec_'.length)).update(signed).digest('hex');
  return headers['webhook-signature'] === `v3,${expected}`;
}

test('a finished task is told, signed, with its input', async () => {
  expect((await submit(hook)).status).toBe(200);
  await delivered(1);
  const [delivery] = deliveries;
  expect(delivery === undefined ? false : await isSigned(delivery)).toBe(true);
  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
    status: 'completed',
    outputs: [expect.any(String), expect.any(String)],
    input: { prompt: 'a fox', max_images: 2 },
  });
});

test.each([
  ['bad-signature', 1, false],
  ['twice', 2, true],
])('%s', async (webhook, count, signed) => {
  await post('/__emulator/faults', { fault: { kind: 'job', webhook } });
  await submit(hook);
  await delivered(count);
  expect(await Promise.all(deliveries.map(isSigned))).toEqual(Array.from({ length: count }, () => signed));
});

test('a stale delivery is older than a receiver may take', async () => {
  await post('/__emulator/faults', { fault: { kind: 'job', webhook: 'stale' } });
  await submit(hook);
  await delivered(1);
  const age = Date.now() / 1000 - Number(deliveries[0]?.headers['webhook-timestamp']);
  expect(age).toBeGreaterThan(300);
});

test('only this machine is called', async () => {
  expect((await submit('https://example.com/hook')).status).toBe(400);
  expect((await submit('file:///etc/passwd')).status).toBe(400);
});
