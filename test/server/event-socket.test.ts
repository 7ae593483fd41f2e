import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import type { RunEvent } from '#core/run/event.ts';

import { listen, openServer, type ServerRig } from './server-rig.ts';

let server: ServerRig;
beforeAll(async () => {
  server = await openServer();
  server.host.durable.register('noise', async (task, input) => {
    const { count, size } = input as { count: number; size: number };
    for (let index = 0; index < count; index += 1) {
      task.emit({ type: 'item-progress', node: 'a', execution: index, message: 'x'.repeat(size) });
      // Lets what was emitted go out in parts, as in a real run.
      if (index % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
    }
    return null;
  });
});
afterAll(() => server.close());

const eventsOf = (messages: readonly { type: string }[]): RunEvent[] =>
  messages.flatMap((message) => ('events' in message ? (message.events as RunEvent[]) : []));

const makeNoise = (run: string, count: number, size: number) =>
  server.host.durable.run('noise', run, { count, size });

test('clients that come in the middle of a burst miss nothing and hear nothing twice', async () => {
  const before = await server.host.durable.lastSeq();
  const count = 2000;
  await makeNoise('burst', count, 10);
  const listeners = await Promise.all(Array.from({ length: 20 }, () => listen(server.url, before)));
  for (const listener of listeners) {
    await listener.until(({ type }) => type === 'events' && eventsOf(listener.messages).length >= count);
    expect(eventsOf(listener.messages).map(({ seq }) => seq)).toEqual(
      Array.from({ length: count }, (_, index) => before + 1 + index),
    );
    listener.close();
  }
});

test('a reader that does not keep up is dropped, and misses nothing when it comes back', async () => {
  const before = await server.host.durable.lastSeq();
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/batchwork/events`);
  await new Promise((resolve) => socket.once('message', resolve));
  socket.pause();
  const dropped = new Promise<number>((resolve) => socket.once('close', resolve));
  const witness = await listen(server.url);
  const count = 1600;
  await makeNoise('flood', count, 40_000);
  const last = before + count;
  await witness.until((message) => eventsOf([message]).some(({ seq }) => seq === last));
  witness.close();
  socket.resume();
  // 1006: the connection ended without a farewell.
  expect(await dropped).toBe(1006);
  const again = await listen(server.url, before);
  await again.until((message) => eventsOf([message]).some(({ seq }) => seq === last));
  expect(eventsOf(again.messages).map(({ seq }) => seq)).toEqual(
    Array.from({ length: count }, (_, index) => before + 1 + index),
  );
  again.close();
});
