import { fileURLToPath } from 'node:url';

import { createServer as createVite } from 'vite';

import { openHost } from '#host/open-host.ts';
import { loadEnvFile, readSettings } from '#platform/settings.ts';

import { runServer } from './start.ts';

/** `npm run dev`: the server with the editor from its sources, and a catalog that follows the node folder. */
loadEnvFile(process.cwd());
const settings = readSettings(process.env);
const root = fileURLToPath(new URL('../..', import.meta.url));
const host = await openHost({
  settings,
  environment: process.env,
  nodesFolder: fileURLToPath(new URL('../../nodes', import.meta.url)),
  watchNodes: true,
});

process.exitCode = await runServer({
  host,
  settings,
  open: true,
  async development(server) {
    const vite = await createVite({
      root,
      appType: 'spa',
      // Sharing our HTTP server lets hot updates pass the same address and port.
      server: { middlewareMode: true, hmr: { server }, watch: { ignored: ['**/data/**', '**/test/**'] } },
    });
    return {
      handle: (incoming, outgoing) => vite.middlewares(incoming, outgoing),
      close: () => vite.close(),
    };
  },
});
process.exit();
