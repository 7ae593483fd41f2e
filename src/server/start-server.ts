import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { getRequestListener } from '@hono/node-server';

import { routes } from '#core/api/routes.ts';
import type { Host } from '#host/host.ts';
import { openGallery } from '#platform/gallery/open-gallery.ts';
import { SettingsError, type Settings } from '#platform/settings.ts';

import packageJson from '../../package.json' with { type: 'json' };
import { makeApp } from './app.ts';
import { isComfyPath } from './comfy/comfy-routes.ts';
import { openHistoryVeil } from './comfy/history-veil.ts';
import { openPromptStories } from './comfy/prompt-stories.ts';
import { openEventHub } from './event-hub.ts';
import { openEventSocket } from './event-socket.ts';
import { indexGallery } from './gallery/index-gallery.ts';
import { judgeRequest } from './guard.ts';
import { envelope } from './http-error.ts';
import { openAssetList } from './jobs/asset-list.ts';
import { allowedHosts, describeUrl, isLoopback, listen } from './listen.ts';
import { securityHeaders } from './security-headers.ts';
import { passDoor } from './sign-in.ts';
import { makeTokenDoor } from './token-door.ts';
import { runCommand } from './workflows/run-command.ts';
import { openWorkflowStore } from './workflows/workflow-store.ts';

const fromPackage = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Serves the editor from its sources during development. */
export interface DevelopmentEditor {
  handle(incoming: IncomingMessage, outgoing: ServerResponse): void;
  close(): Promise<void>;
}

export interface StartServerOptions {
  readonly host: Host;
  readonly settings: Pick<
    Settings,
    'dataFolder' | 'outputFolder' | 'host' | 'port' | 'portAsked' | 'token' | 'allowedHosts'
  >;
  /** Folder of the built editor; `dist/editor` when left out. */
  readonly editorFolder?: string;
  /** Called with the HTTP server, which the development editor shares. */
  readonly development?: (server: Server) => Promise<DevelopmentEditor>;
}

export interface RunningServer {
  readonly url: string;
  /** Like `url`; where a token is asked for, it signs one browser in, once. */
  readonly signInUrl: string;
  /** Ends connections and stops listening. The host is left open. */
  close(): Promise<void>;
}

/**
 * Serves the HTTP API and the editor over a host.
 * @throws PortTaken when the port that was asked for is in use.
 * @throws SettingsError when other machines could come in without a token.
 */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { host, settings } = options;
  if (!isLoopback(settings.host) && settings.token === undefined)
    throw new SettingsError(
      `Other machines can reach ${settings.host}: set BATCHWORK_TOKEN (or --token) to a secret of your choice, which everyone has to bring, or listen on 127.0.0.1.`,
    );
  const door = settings.token === undefined ? undefined : makeTokenDoor(settings.token);
  const hub = await openEventHub(host.durable);
  const socket = openEventSocket({ durable: host.durable, hub, version: packageJson.version });
  const gallery = await openGallery(settings.dataFolder);
  const onGalleryChange = (): void => hub.announce({ type: 'gallery-change' });
  const galleryIndex = await indexGallery(host, gallery, onGalleryChange);
  const stories = openPromptStories({ host, hub });
  const app = makeApp({
    host,
    uploads: await openAssetList(join(settings.dataFolder, 'comfyui', 'assets.json')),
    comfy: {
      stories,
      veil: await openHistoryVeil(join(settings.dataFolder, 'comfyui', 'history.json')),
      dataFolder: settings.dataFolder,
      outputFolder: settings.outputFolder,
      version: packageJson.version,
    },
    workflows: openWorkflowStore(settings.dataFolder),
    gallery,
    onGalleryChange,
    onWorkflowsChange: () => hub.announce({ type: 'workflows-change' }),
    commandOf: (file) => runCommand(file, settings.dataFolder),
    templateFolder: fromPackage('public/templates'),
    editorFolder: options.editorFolder ?? fromPackage('dist/editor'),
  });
  // The adapter would otherwise replace the global Request and Response, which provider clients rely on.
  const answer = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const hosts = allowedHosts(settings.host, settings.allowedHosts);
  const headers = Object.entries(
    securityHeaders(options.development === undefined ? 'production' : 'development'),
  );
  let development: DevelopmentEditor | undefined;

  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 300_000,
      // How soon after its time a slow client is noticed.
      connectionsCheckingInterval: 2_000,
    },
    (incoming, outgoing) => {
      for (const [name, value] of headers) outgoing.setHeader(name, value);
      const refusal = judgeRequest(incoming, hosts);
      if (refusal !== undefined) {
        const body = JSON.stringify(envelope({ ...refusal, details: undefined }));
        outgoing
          .writeHead(refusal.status, { 'Content-Type': 'application/json', Connection: 'close' })
          .end(body);
      } else if (door !== undefined && !passDoor(door, incoming, outgoing)) return;
      else if (development !== undefined && !isApi(incoming)) development.handle(incoming, outgoing);
      else void answer(incoming, outgoing);
    },
  );
  server.maxConnections = 2000;
  server.on('upgrade', (incoming, stream, head) => {
    // Vite's own socket is Vite's to answer; it has a token and checks the host as well.
    if (development !== undefined && !isApi(incoming)) return;
    stream.on('error', () => stream.destroy());
    const refusal = judgeRequest(incoming, hosts);
    const refuse = (status: string): void =>
      void stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => stream.destroy());
    if (refusal !== undefined) refuse('403 Forbidden');
    else if (door !== undefined && door.judge(incoming).type !== 'open') refuse('401 Unauthorized');
    else if (clientSocketPaths.has(pathOf(incoming))) stories.handleUpgrade(incoming, stream, head);
    else if (pathOf(incoming) !== routes.events) refuse('404 Not Found');
    else socket.handleUpgrade(incoming, stream, head);
  });

  const subscriptions = [
    host.catalog.subscribe(() => hub.announce({ type: 'catalog-change' })),
    host.keys.subscribe(() => hub.announce({ type: 'providers-change' })),
    host.queue.subscribe(() => hub.announce({ type: 'queue-change' })),
    host.settings.subscribe(() => hub.announce({ type: 'settings-change' })),
  ];
  const release = async (): Promise<void> => {
    for (const unsubscribe of subscriptions) unsubscribe();
    socket.close();
    stories.close();
    hub.close();
    await galleryIndex.close();
    gallery.close();
  };

  try {
    development = await options.development?.(server);
    const port = await listen(server, settings);
    // Trouble with taking a connection, such as too many open files, is that connection's: the server goes on.
    server.on('error', (error) => console.error(`A connection could not be taken: ${error.message}`));
    const url = describeUrl(settings.host, port);
    return {
      url,
      signInUrl: door?.signInUrl(url) ?? url,
      async close() {
        await development?.close();
        socket.close();
        stories.close();
        await stop(server);
        await release();
      },
    };
  } catch (error) {
    await release();
    await development?.close();
    throw error;
  }
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';
const isApi = (incoming: IncomingMessage): boolean =>
  pathOf(incoming).startsWith('/api/') || isComfyPath(pathOf(incoming));
/** Where ComfyUI's clients connect. */
const clientSocketPaths: ReadonlySet<string> = new Set(['/ws', '/api/ws']);

/** Stops listening. Open streams would keep the server from closing for as long as their clients like. */
async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), 1000);
  await closed;
  clearTimeout(deadline);
}
