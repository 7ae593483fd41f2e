import { join } from 'node:path';

import { Hono } from 'hono';

import type { Host } from '#host/host.ts';

import { aboutRoutes } from './about-routes.ts';
import { clientSettingsRoutes } from './client-settings.ts';
import { answerComfyError } from './comfy-error.ts';
import { uploadRoutes } from './files/upload-routes.ts';
import { openUserData } from './files/user-data.ts';
import { userRoutes } from './files/user-routes.ts';
import { viewRoutes } from './files/view-routes.ts';
import type { HistoryVeil } from './history-veil.ts';
import { promptRoutes } from './prompt-routes.ts';
import type { PromptStories } from './prompt-stories.ts';
import { queueRoutes } from './queue-routes.ts';
import { v1JobRoutes } from './v1-jobs.ts';

export interface ComfyOptions {
  readonly host: Host;
  readonly stories: PromptStories;
  readonly veil: HistoryVeil;
  readonly dataFolder: string;
  readonly outputFolder: string;
  readonly version: string;
}

/** First parts of the paths of ComfyUI's API. They stand bare and under `/api`. */
const bareParts: ReadonlySet<string> = new Set([
  'prompt',
  'queue',
  'interrupt',
  'history',
  'view',
  'view_metadata',
  'upload',
  'object_info',
  'system_stats',
  'features',
  'free',
  'embeddings',
  'extensions',
  'models',
  'experiment',
  'workflow_templates',
  'i18n',
  'global_subgraphs',
  'node_replacements',
  'internal',
  'users',
  'userdata',
  'v2',
  'settings',
  'ws',
]);

/** Whether a path without `/api` belongs to ComfyUI's API. */
export const isComfyPath = (path: string): boolean => bareParts.has(path.split('/')[1] ?? '');

/** The first HTTP API of ComfyUI, over the same runs as everything else. To be mounted at `/` and at `/api`. */
export function comfyRoutes(options: ComfyOptions): Hono {
  const { host, stories, veil, dataFolder, outputFolder, version } = options;
  const own = join(dataFolder, 'comfyui');
  const app = new Hono();
  app.onError(answerComfyError);
  app.route('/', promptRoutes({ host, stories }));
  app.route('/', queueRoutes({ host, stories, veil }));
  app.route('/', v1JobRoutes(host));
  app.route('/', uploadRoutes(host));
  app.route(
    '/',
    viewRoutes({
      output: outputFolder,
      input: host.inputs.folder,
      findAsset: async (hash) => (await host.assets.find(hash))?.path,
    }),
  );
  app.route('/', userRoutes(openUserData({ folder: join(own, 'userdata'), bin: join(own, 'bin') })));
  app.route('/', clientSettingsRoutes(join(own, 'settings.json')));
  app.route('/', aboutRoutes({ host, version }));
  return app;
}
