import type { Host } from '#host/host.ts';
import type { Settings } from '#platform/settings.ts';

import { isLoopback, PortTaken } from './listen.ts';
import { openBrowser, wantsBrowser } from './open-browser.ts';
import { startServer, type RunningServer, type StartServerOptions } from './start-server.ts';

export interface RunServerOptions {
  readonly host: Host;
  readonly settings: Settings;
  /** False: the browser is not opened, whatever the terminal is. */
  readonly open: boolean;
  readonly editorFolder?: string;
  readonly development?: StartServerOptions['development'];
  /** Called with the URL before it is printed, so that others can be told where the server is. */
  readonly onReady?: (url: string) => Promise<void> | void;
}

/** ms for open submits and streams after a signal; the whole stop has to stay within 12 s. */
const stopLimitMs = 11_000;

/**
 * Runs the server until SIGTERM or SIGINT, then closes it and the host. Answers with the exit code: 0, or 1 when the
 * port that was asked for is taken. A second signal ends the process at once; what is journalled is safe.
 */
export async function runServer(options: RunServerOptions): Promise<number> {
  const { host, settings, open, onReady, ...others } = options;
  let server: RunningServer;
  try {
    server = await startServer({ host, settings, ...others });
  } catch (error) {
    await host.close();
    if (!(error instanceof PortTaken)) throw error;
    console.error(error.message);
    return 1;
  }
  const stopped = nextSignal();
  await onReady?.(server.url);
  console.log(`Batchwork is ready at ${server.url}`);
  if (server.signInUrl !== server.url)
    console.log(`It asks for its token. This address signs one browser in, once: ${server.signInUrl}`);
  if (!isLoopback(settings.host))
    console.error(
      `Everyone who has the token and can reach ${settings.host} can see the images here and spend with the keys set here. The network in between can read along unless a proxy adds TLS.`,
    );
  if (open && wantsBrowser(process.env, process.stdout.isTTY)) openBrowser(server.signInUrl);
  await stopped;
  const exitAtOnce = (): void => process.exit(0);
  process.on('SIGTERM', exitAtOnce).on('SIGINT', exitAtOnce);
  await Promise.race([closeAll(server, host), timeLimit()]);
  process.off('SIGTERM', exitAtOnce).off('SIGINT', exitAtOnce);
  return 0;
}

const nextSignal = (): Promise<void> =>
  new Promise((resolve) => {
    const onSignal = (): void => {
      process.off('SIGTERM', onSignal);
      process.off('SIGINT', onSignal);
      resolve();
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });

async function closeAll(server: RunningServer, host: Host): Promise<void> {
  await server.close();
  await host.close();
}

const timeLimit = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(() => {
      console.error('Not everything could be closed in time; what was begun is taken up at the next start.');
      resolve();
    }, stopLimitMs).unref();
  });
