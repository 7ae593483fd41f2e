import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { openServer, type ServerRig } from './server-rig.ts';

let server: ServerRig;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

/** The editor's socket, and that of ComfyUI's clients. */
describe.each(['/api/batchwork/events', '/ws'])('a WebSocket at %s', (path) => {
  const open = (): Promise<WebSocket> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`);
      socket.on('error', reject);
      socket.on('open', () => resolve(socket));
    });
  /** The code with which the server ends the connection after what `talk` sends; 1006 stands for no farewell. */
  const endOf = async (talk: (socket: WebSocket) => void): Promise<number> => {
    const socket = await open();
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.removeAllListeners('error').on('error', () => undefined);
    talk(socket);
    return closed;
  };

  test('is closed on a message beyond 64 KiB, and takes one of just that size', async () => {
    expect(await endOf((socket) => socket.send(Buffer.alloc(64 * 1024 + 1)))).toBe(1009);
    const socket = await open();
    const answered = new Promise((resolve) => socket.once('pong', resolve));
    socket.send(Buffer.alloc(64 * 1024));
    socket.ping();
    await answered;
    socket.terminate();
  });

  test('is closed on a message in more than 64 pieces', async () => {
    const pieces = (count: number) => (socket: WebSocket) => {
      for (let sent = 0; sent < count; sent += 1) socket.send('x', { fin: false });
    };
    expect(await endOf(pieces(65))).toBe(1008);
  });

  test('is ended when its client talks without end', async () => {
    expect(
      await endOf((socket) => {
        for (let sent = 0; sent <= 100; sent += 1) socket.send('x');
      }),
    ).toBe(1006);
  });

  test('agrees to no compression', async () => {
    const socket = await open();
    expect(socket.extensions).toBe('');
    socket.terminate();
  });
});
