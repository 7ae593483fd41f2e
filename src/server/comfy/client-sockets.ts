import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import { limitChatter, socketLimits } from '../socket-limits.ts';
import type { Frame } from './frames.ts';

/** The WebSockets of ComfyUI's clients, by the id that each client gave itself. */
export interface ClientSockets {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** To every socket of one client. */
  send(clientId: string, frames: readonly Frame[]): void;
  broadcast(frame: Frame): void;
  close(): void;
}

/** Bytes that may wait for a slow reader; beyond, it is dropped and may come back with its id. */
const waitingLimit = 8 * 1024 * 1024;
const clientLimit = 1000;
const pingMs = 30_000;
const longestId = 256;

export function openClientSockets(options: {
  /** Messages for a client that has just connected; the first has to be its status. */
  greet: (clientId: string) => readonly Frame[];
  /** Answer to the features that a client announces. */
  features: () => Readonly<Record<string, unknown>>;
}): ClientSockets {
  const server = new WebSocketServer({ ...socketLimits, noServer: true });
  const clients = new Map<string, Set<WebSocket>>();
  const alive = new WeakSet<WebSocket>();

  const pinging = setInterval(() => {
    for (const client of server.clients) {
      if (!alive.delete(client)) client.terminate();
      else client.ping();
    }
  }, pingMs);
  pinging.unref();

  const write = (socket: WebSocket, text: string): void => {
    socket.send(text);
    if (socket.bufferedAmount > waitingLimit) socket.terminate();
  };

  function serve(socket: WebSocket, id: string): void {
    const own = clients.get(id) ?? new Set();
    clients.set(id, own.add(socket));
    alive.add(socket);
    limitChatter(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      own.delete(socket);
      if (own.size === 0 && clients.get(id) === own) clients.delete(id);
    });
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary && announcesFeatures(data.toString()))
        write(socket, JSON.stringify({ type: 'feature_flags', data: options.features() }));
    });
    for (const frame of options.greet(id)) write(socket, JSON.stringify(frame));
  }

  return {
    handleUpgrade(request, socket, head) {
      if (server.clients.size >= clientLimit) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      const asked = new URL(request.url ?? '/', 'http://localhost').searchParams.get('clientId') ?? '';
      const id = asked === '' || asked.length > longestId ? randomUUID().replaceAll('-', '') : asked;
      server.handleUpgrade(request, socket, head, (client) => serve(client, id));
    },
    send(clientId, frames) {
      const sockets = clients.get(clientId);
      if (sockets === undefined) return;
      for (const text of frames.map((frame) => JSON.stringify(frame)))
        for (const socket of sockets) write(socket, text);
    },
    broadcast(frame) {
      const text = JSON.stringify(frame);
      for (const socket of server.clients) write(socket, text);
    },
    close() {
      clearInterval(pinging);
      for (const client of server.clients) client.close(1001, 'The server stops.');
      server.close();
    },
  };
}

function announcesFeatures(text: string): boolean {
  try {
    const message: unknown = JSON.parse(text);
    return (
      typeof message === 'object' && message !== null && 'type' in message && message.type === 'feature_flags'
    );
  } catch {
    return false;
  }
}
