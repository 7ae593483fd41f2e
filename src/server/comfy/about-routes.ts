import { freemem, totalmem, type as systemName } from 'node:os';

import { Hono } from 'hono';

import type { Host } from '#host/host.ts';

import { features } from './features.ts';
import { objectInfo } from './object-info/object-info.ts';

/** Version of ComfyUI whose routes these are; clients choose their way by it. */
const comfyVersion = '0.3.64';

const systems: Readonly<Record<string, string>> = { Linux: 'posix', Darwin: 'posix', Windows_NT: 'nt' };

/** What this server is and can do, for clients that ask before they begin. */
export function aboutRoutes({ host, version }: { host: Host; version: string }): Hono {
  const classes = async () => objectInfo(host.catalog.current().descriptors, await host.inputs.list());

  return new Hono()
    .get('/object_info', async (context) => context.json(Object.fromEntries(await classes())))
    .get('/object_info/:class', async (context) => {
      const name = context.req.param('class');
      const info = (await classes()).get(name);
      return context.json(info === undefined ? {} : { [name]: info });
    })
    .get('/system_stats', (context) =>
      context.json({
        system: {
          os: systems[systemName()] ?? 'posix',
          ram_total: totalmem(),
          ram_free: freemem(),
          comfyui_version: comfyVersion,
          batchwork_version: version,
          required_frontend_version: '',
          python_version: `none (Node.js ${process.versions.node})`,
          pytorch_version: 'none',
          embedded_python: false,
          argv: [],
        },
        // Clients read the first device without looking; nothing is drawn on this machine.
        devices: [
          {
            name: 'cpu',
            type: 'cpu',
            index: 0,
            vram_total: totalmem(),
            vram_free: freemem(),
            torch_vram_total: 0,
            torch_vram_free: 0,
          },
        ],
      }),
    )
    .get('/features', (context) => context.json(features))
    .post('/free', (context) => context.json({}))
    .get('/embeddings', (context) => context.json([]))
    .get('/extensions', (context) => context.json([]))
    .get('/models', (context) => context.json([]))
    .get('/models/:folder', (context) => context.json([]))
    .get('/experiment/models', (context) => context.json([]))
    .get('/experiment/models/:folder', (context) => context.json([]))
    .get('/workflow_templates', (context) => context.json({}))
    .get('/i18n', (context) => context.json({}))
    .get('/global_subgraphs', (context) => context.json({}))
    .get('/node_replacements', (context) => context.json({}))
    .get('/internal/logs', (context) => context.json(''))
    .get('/internal/logs/raw', (context) => context.json({ entries: [], size: { cols: 80, rows: 24 } }))
    .patch('/internal/logs/subscribe', (context) => context.json({}))
    .get('/users', (context) => context.json({ storage: 'server', migrated: true }))
    .post('/users', (context) =>
      context.json({ error: 'There is one user here, and no other can be added.' }, 400),
    );
}
