import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { WebSocket } from 'ws';

import { socketMessageSchema, type SocketMessage } from '#core/api/events.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { Host } from '#host/host.ts';
import { openHost } from '#host/open-host.ts';
import { readSettings } from '#platform/settings.ts';
import { startServer } from '#server/start-server.ts';

export interface ServerRig {
  readonly url: string;
  readonly host: Host;
  readonly data: string;
  /** As a program sends it, with any header, the Host too. */
  send(options: Sent): Promise<Answer>;
  json(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  /** The body as JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it freely
  readonly body: any;
}

/** The real server over the real host, in a folder of its own, on a free port. */
export async function openServer(environment: Record<string, string> = {}): Promise<ServerRig> {
  const data = await mkdtemp(join(tmpdir(), 'batchwork-'));
  const variables = {
    BATCHWORK_DATA: data,
    BATCHWORK_CONFIG: join(data, 'configuration'),
    BATCHWORK_POLL_MS: '20',
    PORT: '0',
    ...environment,
  };
  const settings = readSettings(variables);
  const host = await openHost({
    settings,
    environment: variables,
    nodesFolder: fileURLToPath(new URL('../../nodes', import.meta.url)),
  });
  const server = await startServer({
    host,
    settings,
    editorFolder: fileURLToPath(new URL('../fixtures/editor', import.meta.url)),
  });
  const send = (options: Sent): Promise<Answer> => sendTo(server.url, options);
  return {
    url: server.url,
    host,
    data,
    send,
    json: (method, path, body, headers = {}) =>
      send({
        method,
        path,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    async close() {
      await server.close();
      await host.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

function sendTo(url: string, { method = 'GET', path, headers = {}, body }: Sent): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sending = request({ hostname, port, path, method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const isJson = incoming.headers['content-type']?.includes('json') === true && bytes.length > 0;
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          bytes,
          body: isJson ? JSON.parse(bytes.toString()) : undefined,
        });
      });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

export interface Listener {
  readonly messages: SocketMessage[];
  /** Resolves with the first message, past or future, that fits. */
  until(fits: (message: SocketMessage) => boolean): Promise<SocketMessage>;
  close(): void;
}

/** Connects to the events of a server; resolves when the greeting is there. */
export async function listen(url: string, after?: number): Promise<Listener> {
  const query = after === undefined ? '' : `?after=${after}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/batchwork/events${query}`);
  const messages: SocketMessage[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    messages.push(socketMessageSchema.parse(JSON.parse(data.toString())));
    for (const look of waiting) look();
  });
  const until: Listener['until'] = (fits) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = messages.find((message) => fits(message));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      socket.once('error', reject);
      waiting.add(look);
      look();
    });
  await until(({ type }) => type === 'hello');
  return { messages, until, close: () => socket.terminate() };
}

/** Two small demo images, previewed and saved. */
export const smallWorkflow: WorkflowDocument = {
  format: 'batchwork',
  version: 1,
  name: 'Two foxes',
  nodes: [
    {
      id: 'generate',
      type: 'SequentialGenerate',
      position: { x: 0, y: 0 },
      inputs: { prompt: 'Generate 2 images of a fox', count: 2, provider: 'local' },
    },
    { id: 'save', type: 'Save', position: { x: 400, y: 0 }, inputs: { filename_prefix: 'fox' } },
  ],
  edges: [{ from: { node: 'generate', output: 'images' }, to: { node: 'save', input: 'images' } }],
  groups: [],
  notes: [],
};
