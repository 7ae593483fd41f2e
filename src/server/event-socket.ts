import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer, type WebSocket } from 'ws';

import type { DurableEngine } from '#core/durable/seam.ts';
import type { RunEvent } from '#core/run/event.ts';

import { writeMessage, type EventHub, type HubBatch } from './event-hub.ts';
import { limitChatter, socketLimits } from './socket-limits.ts';

/** Bytes that may wait for a slow reader; beyond, it is dropped and comes back with the seq it has. */
const waitingLimit = 8 * 1024 * 1024;
const clientLimit = 1000;
const pingMs = 30_000;
/** Stored events of one message while a client catches up. */
const replayChunk = 500;
/** Live batches that may wait while a client catches up. */
const batchLimit = 10_000;

export interface EventSocket {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/** The WebSocket of the editor (core/api/events.ts). The guard has judged the request before it gets here. */
export function openEventSocket(options: {
  durable: DurableEngine;
  hub: EventHub;
  version: string;
}): EventSocket {
  const { durable, hub, version } = options;
  const server = new WebSocketServer({ ...socketLimits, noServer: true });
  const alive = new WeakSet<WebSocket>();

  const pinging = setInterval(() => {
    for (const client of server.clients) {
      if (!alive.delete(client)) client.terminate();
      else client.ping();
    }
  }, pingMs);
  pinging.unref();

  function serve(client: WebSocket, after: number | undefined): void {
    alive.add(client);
    limitChatter(client);
    const controller = new AbortController();
    client.on('pong', () => alive.add(client));
    client.on('error', () => client.terminate());
    client.on('close', () => controller.abort());
    const newest = hub.lastSeq();
    client.send(writeMessage({ type: 'hello', seq: newest, version }));
    const reader = makeReader(client, Math.min(after ?? newest, newest));
    const unsubscribe = hub.subscribe((batch) => reader.take(batch));
    client.on('close', unsubscribe);
    reader.catchUp(durable, newest, controller.signal).catch((error: unknown) => {
      if (!controller.signal.aborted) console.error(error);
      client.terminate();
    });
  }

  return {
    handleUpgrade(request, socket, head) {
      if (server.clients.size >= clientLimit) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
        return;
      }
      const after = new URL(request.url ?? '/', 'http://localhost').searchParams.get('after');
      const seq = after !== null && /^\d{1,15}$/.test(after) ? Number(after) : undefined;
      server.handleUpgrade(request, socket, head, (client) => serve(client, seq));
    },
    close() {
      clearInterval(pinging);
      for (const client of server.clients) client.close(1001, 'The server stops.');
      server.close();
    },
  };
}

/** One client's place in the stream: first what it missed, then what is new, nothing twice and nothing left out. */
function makeReader(client: WebSocket, start: number) {
  let sent = start;
  let waiting: HubBatch[] | undefined = [];

  function send(batch: HubBatch): void {
    const events = batch.events.filter(({ seq }) => seq > sent);
    if (events.length === 0 && batch.events.length > 0) return;
    sent = events.at(-1)?.seq ?? sent;
    client.send(
      events.length === batch.events.length ? batch.text : writeMessage({ type: 'events', events }),
    );
    if (client.bufferedAmount > waitingLimit) client.terminate();
  }

  return {
    take(batch: HubBatch): void {
      if (waiting === undefined) return send(batch);
      waiting.push(batch);
      if (waiting.length > batchLimit) client.terminate();
    },
    async catchUp(durable: DurableEngine, newest: number, signal: AbortSignal): Promise<void> {
      let chunk: RunEvent[] = [];
      const flush = async (): Promise<void> => {
        const text = writeMessage({ type: 'events', events: chunk });
        sent = chunk.at(-1)?.seq ?? sent;
        chunk = [];
        // Waiting until it is written keeps a long history from piling up in memory.
        await new Promise<void>((resolve) => client.send(text, () => resolve()));
      };
      if (sent < newest)
        for await (const event of durable.events(undefined, sent, signal)) {
          chunk.push(event);
          if (event.seq >= newest) break;
          if (chunk.length === replayChunk) await flush();
        }
      if (chunk.length > 0) await flush();
      const missed = waiting ?? [];
      waiting = undefined;
      for (const batch of missed) send(batch);
    },
  };
}
