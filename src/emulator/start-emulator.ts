import { createServer } from 'node:http';

import { getRequestListener } from '@hono/node-server';

import { createEmulatorApp } from './app.ts';
import type { FaultPlan } from './faults/fault-book.ts';
import { initialSettings, type EmulatorSettings } from './settings.ts';
import { systemClock, type EmulatorClock } from './system-clock.ts';
import { openWorld } from './world.ts';

/** Where to listen and what to keep. */
export interface EmulatorOptions {
  /** 0 or left out: a free one. */
  readonly port?: number;
  /** Loopback unless told otherwise. */
  readonly host?: string;
  /** Holds the truth log and uploads; without it everything is forgotten at the end. One emulator a folder. */
  readonly dataFolder?: string;
  readonly clock?: EmulatorClock;
  readonly settings?: Partial<EmulatorSettings>;
  /** What goes wrong from the start on. Throws ZodError when one of its rules is none. */
  readonly faults?: FaultPlan;
}

/** A running emulator. */
export interface Emulator {
  /** Origin, such as `http://127.0.0.1:8188`; the base URL of both providers. */
  readonly url: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

/** Starts both emulated providers on one port. Rejects when the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const host = options.host ?? '127.0.0.1';
  const world = openWorld({
    dataFolder: options.dataFolder,
    clock: options.clock ?? systemClock,
    settings: { ...initialSettings, ...options.settings },
  });
  if (options.faults !== undefined) world.faults.add(options.faults);
  const listener = getRequestListener(createEmulatorApp(world).fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  // Longer than clients keep a connection, so that none is closed at the moment it is used again.
  server.keepAliveTimeout = 75_000;
  server.on('connection', (socket) => {
    const fault = world.faults.takeConnection();
    if (fault?.kind === 'cut') {
      if (fault.reset) socket.resetAndDestroy();
      else socket.destroy();
    } else if (fault !== undefined) {
      socket.pause();
      void world.clock.sleep(fault.ms).then(() => socket.resume());
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  }).catch((error: unknown) => {
    world.log.close();
    throw error;
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
      world.log.close();
    },
  };
}
