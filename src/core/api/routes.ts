/**
 * Paths of the HTTP API in one place, for the server, the editor and the command line.
 *
 * Assets: `POST /assets` takes the bytes of one image as the body and answers with an AssetRef;
 * `GET /assets/HASH` gives the bytes, `GET /assets/HASH/thumbnail?size=320|640` a WebP that is at most so long.
 */
export const routes = {
  jobs: '/api/v2/jobs',
  job: (id: string) => `/api/v2/jobs/${encodeURIComponent(id)}`,
  cancelJob: (id: string) => `/api/v2/jobs/${encodeURIComponent(id)}/cancel`,
  jobWorkflow: (id: string) => `/api/v2/jobs/${encodeURIComponent(id)}/workflow`,
  /** Assets of Comfy API v2: upload, list, read, and take off the list. */
  jobAssets: '/api/v2/assets',
  catalog: '/api/batchwork/catalog',
  schema: '/api/batchwork/workflow.schema.json',
  workflows: '/api/batchwork/workflows',
  workflow: (file: string) => `/api/batchwork/workflows/${encodeURIComponent(file)}`,
  renameWorkflow: (file: string) => `/api/batchwork/workflows/${encodeURIComponent(file)}/rename`,
  workflowVersions: (file: string) => `/api/batchwork/versions/${encodeURIComponent(file)}`,
  workflowVersion: (file: string, version: string) =>
    `/api/batchwork/versions/${encodeURIComponent(file)}?id=${encodeURIComponent(version)}`,
  bin: '/api/batchwork/bin',
  restoreFromBin: '/api/batchwork/bin/restore',
  templates: '/api/batchwork/templates',
  estimate: '/api/batchwork/estimate',
  providers: '/api/batchwork/providers',
  providerKey: (provider: string) => `/api/batchwork/providers/${provider}/key`,
  testProvider: (provider: string) => `/api/batchwork/providers/${provider}/test`,
  assets: '/api/batchwork/assets',
  asset: (hash: string) => `/api/batchwork/assets/${hash}`,
  thumbnail: (hash: string, size: 320 | 640) => `/api/batchwork/assets/${hash}/thumbnail?size=${size}`,
  runEvents: (run: string, after = 0) =>
    `/api/batchwork/runs/${encodeURIComponent(run)}/events?after=${after}`,
  events: '/api/batchwork/events',
  queue: '/api/batchwork/queue',
  moveRun: (run: string) => `/api/batchwork/runs/${encodeURIComponent(run)}/move`,
  spending: '/api/batchwork/spending',
  settings: '/api/batchwork/settings',
  gallery: '/api/batchwork/gallery',
  durations: '/api/batchwork/durations',
  galleryDownload: '/api/batchwork/gallery/download',
  attempts: '/api/batchwork/attempts',
  resolveAttempt: (attempt: string) => `/api/batchwork/attempts/${encodeURIComponent(attempt)}/resolve`,
} as const;
