import { Hono } from 'hono';
import { compress } from 'hono/compress';

import type { CatalogResponse } from '#core/api/catalog.ts';
import type { DurationList } from '#core/api/durations.ts';
import { estimateRequestSchema } from '#core/api/estimate.ts';
import { routes } from '#core/api/routes.ts';
import { workflowJsonSchema } from '#core/document/json-schema.ts';
import type { Host } from '#host/host.ts';
import type { Gallery } from '#platform/gallery/open-gallery.ts';

import { assetRoutes } from './asset-routes.ts';
import { attemptRoutes } from './attempt-routes.ts';
import { comfyRoutes, isComfyPath, type ComfyOptions } from './comfy/comfy-routes.ts';
import { galleryRoutes } from './gallery/gallery-routes.ts';
import { answerError, notFound } from './http-error.ts';
import { assetApiRoutes } from './jobs/asset-api-routes.ts';
import type { AssetList } from './jobs/asset-list.ts';
import { jobRoutes } from './jobs/job-routes.ts';
import { providerRoutes } from './provider-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { readJson } from './read-json.ts';
import { runRoutes } from './run-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { spendingRoutes } from './spending-routes.ts';
import { serveEditor } from './static-files.ts';
import { readTemplates } from './templates.ts';
import { binRoutes, versionRoutes, workflowRoutes } from './workflows/workflow-routes.ts';
import type { WorkflowStore } from './workflows/workflow-store.ts';

export interface AppOptions {
  readonly host: Host;
  /** ComfyUI's API over the same host. */
  readonly comfy: Omit<ComfyOptions, 'host'>;
  readonly uploads: AssetList;
  readonly workflows: WorkflowStore;
  readonly onWorkflowsChange: () => void;
  /** The shell's words that run a saved workflow. */
  readonly commandOf: (file: string) => string;
  readonly gallery: Gallery;
  readonly onGalleryChange: () => void;
  readonly templateFolder: string;
  /** Folder of the built editor. */
  readonly editorFolder: string;
}

/** All routes. The guard stands before them, in the listener. */
export function makeApp(options: AppOptions): Hono {
  const { host } = options;
  const app = new Hono();
  app.onError((error, context) => answerError(error, context, host.keys.guard));

  app.use('/api/*', async (context, next) => {
    await next();
    // Answers about the present are not kept, unless a route says so.
    if (!context.res.headers.has('Cache-Control')) context.res.headers.set('Cache-Control', 'no-store');
  });
  app.route(routes.jobs, jobRoutes(host));
  app.route(routes.jobAssets, assetApiRoutes(host, options.uploads));
  app.route('/api/batchwork/runs', runRoutes(host));
  app.route(routes.attempts, attemptRoutes(host));
  app.route(routes.queue, queueRoutes(host));
  app.route(routes.settings, settingsRoutes(host));
  app.route(routes.spending, spendingRoutes(host));
  app.route(
    routes.workflows,
    workflowRoutes(options.workflows, {
      guard: host.keys.guard,
      onChange: options.onWorkflowsChange,
      commandOf: options.commandOf,
    }),
  );
  app.route('/api/batchwork/versions', versionRoutes(options.workflows));
  app.route(routes.bin, binRoutes(options.workflows, options.onWorkflowsChange));
  app.route(routes.providers, providerRoutes(host));
  app.route(
    routes.gallery,
    galleryRoutes({ gallery: options.gallery, assets: host.assets, onChange: options.onGalleryChange }),
  );
  app.get(routes.durations, (context) =>
    context.json<DurationList>({ durations: [...options.gallery.durations()] }),
  );
  app.route(routes.assets, assetRoutes(host.assets));

  app.get(routes.catalog, (context) => {
    const { descriptors, diagnostics } = host.catalog.current();
    return context.json<CatalogResponse>({ nodes: [...descriptors.values()], diagnostics: [...diagnostics] });
  });
  app.get(routes.schema, (context) => context.json(workflowJsonSchema()));
  app.get(routes.templates, async (context) =>
    context.json({ templates: await readTemplates(options.templateFolder) }),
  );
  app.post(routes.estimate, async (context) =>
    context.json(await host.estimate(await readJson(context, estimateRequestSchema))),
  );

  const comfy = comfyRoutes({ host, ...options.comfy });
  app.route('/api', comfy);
  app.all('/api/*', () => {
    throw notFound('route');
  });
  app.route('/', comfy);
  app.use('*', async (context, next) => {
    if (isComfyPath(context.req.path)) throw notFound('route');
    await next();
  });
  app.get('*', compress(), (context) => serveEditor(context, options.editorFolder));
  app.notFound(() => {
    throw notFound('route');
  });
  return app;
}
