import type { z } from 'zod';

import type { attentionDecisionSchema } from '#core/api/attempts.ts';
import { catalogResponseSchema } from '#core/api/catalog.ts';
import { durationListSchema } from '#core/api/durations.ts';
import type { EstimateRequest } from '#core/api/estimate.ts';
import { runEventsSchema } from '#core/api/events.ts';
import { galleryPageSchema } from '#core/api/gallery.ts';
import { jobListSchema, jobSchema, jobWorkflowSchema, type StartJob } from '#core/api/jobs.ts';
import { providerListSchema, providerTestSchema } from '#core/api/providers.ts';
import { queueSchema } from '#core/api/queue.ts';
import { routes } from '#core/api/routes.ts';
import { settingsAnswerSchema, type ChangeSettings } from '#core/api/settings.ts';
import { spendingSchema } from '#core/api/spending.ts';
import {
  binSchema,
  openedWorkflowSchema,
  restoredSchema,
  templateListSchema,
  workflowListSchema,
  workflowVersionsSchema,
  writtenWorkflowSchema,
} from '#core/api/workflows.ts';
import { workflowDocumentSchema, type WorkflowDocument } from '#core/document/schema.ts';
import type { ProviderId } from '#core/model/image-model.ts';
import { assetRefSchema } from '#core/run/asset.ts';
import { estimateSchema } from '#core/run/estimate.ts';

import { ask, send } from './http.ts';

/** What a person decides about an attempt with unknown outcome. */
export type AttentionDecision = z.infer<typeof attentionDecisionSchema>;

/** Which images of the gallery are wanted; query parameters as they are sent. */
export type GalleryFilter = Partial<Record<'workflow' | 'node' | 'run' | 'favourite' | 'bin', string>>;

/** Everything the editor asks of the server. Each call throws RemoteError when it cannot be done. */
/** What has to be true of the file: that there is none, that it is the one we know, or nothing. */
export type WritePrecondition = 'new' | 'any' | { readonly etag: string };

function preconditionHeaders(precondition: WritePrecondition): Record<string, string> {
  if (precondition === 'any') return {};
  return precondition === 'new' ? { 'If-None-Match': '*' } : { 'If-Match': precondition.etag };
}

export const remote = {
  catalog: () => ask(routes.catalog, catalogResponseSchema),
  templates: async () => (await ask(routes.templates, templateListSchema)).templates,
  workflows: async () => (await ask(routes.workflows, workflowListSchema)).workflows,
  openWorkflow: (file: string) => ask(routes.workflow(file), openedWorkflowSchema),
  /** `etag` of the version that is replaced; null creates the file and refuses when there is one (status 412). */
  writeWorkflow: (file: string, document: WorkflowDocument, precondition: WritePrecondition) =>
    ask(routes.workflow(file), writtenWorkflowSchema, {
      method: 'put',
      json: document,
      headers: preconditionHeaders(precondition),
    }),
  renameWorkflow: (file: string, to: string) =>
    ask(routes.renameWorkflow(file), writtenWorkflowSchema, { method: 'post', json: { to } }),
  /** Moves the file to the bin. Answers with its id there. */
  deleteWorkflow: async (file: string) => {
    const { headers } = await send(routes.workflow(file), { method: 'delete' });
    return decodeURIComponent(headers.get('Content-Location')?.split('/').at(-1) ?? '');
  },
  workflowVersions: async (file: string) =>
    (await ask(routes.workflowVersions(file), workflowVersionsSchema)).versions,
  workflowVersion: (file: string, version: string) =>
    ask(routes.workflowVersion(file, version), workflowDocumentSchema),
  bin: async () => (await ask(routes.bin, binSchema)).workflows,
  restoreFromBin: (id: string, to: string) =>
    ask(routes.restoreFromBin, restoredSchema, { method: 'post', json: { id, to } }),
  estimate: (request: EstimateRequest, signal: AbortSignal) =>
    ask(routes.estimate, estimateSchema, { method: 'post', json: request, signal }),
  /** The same key with the same request is the same run, however often it is sent. */
  startJob: (request: StartJob, key: string) =>
    ask(routes.jobs, jobSchema, {
      method: 'post',
      json: request,
      headers: { 'Idempotency-Key': key },
      timeoutMs: 60_000,
    }),
  jobs: async () => (await ask(routes.jobs, jobListSchema)).jobs,
  cancelJob: (run: string) => send(routes.cancelJob(run), { method: 'post' }),
  /** The document as it was when the run started. */
  jobWorkflow: async (run: string) => (await ask(routes.jobWorkflow(run), jobWorkflowSchema)).document,
  runEvents: async (run: string, after: number) =>
    (await ask(routes.runEvents(run, after), runEventsSchema)).events,
  queue: () => ask(routes.queue, queueSchema),
  pauseQueue: (paused: boolean) => ask(routes.queue, queueSchema, { method: 'put', json: { paused } }),
  /** `before`: the run that it shall stand before; null puts it last. */
  moveRun: (run: string, before: string | null) =>
    ask(routes.moveRun(run), queueSchema, { method: 'post', json: { before } }),
  durations: async () => (await ask(routes.durations, durationListSchema)).durations,
  resolveAttempt: (attempt: string, decision: AttentionDecision) =>
    send(routes.resolveAttempt(attempt), { method: 'post', json: decision }),
  gallery: (filter: GalleryFilter, before: string | null) =>
    ask(
      `${routes.gallery}?${new URLSearchParams({ ...filter, limit: '200', ...(before === null ? {} : { before }) })}`,
      galleryPageSchema,
    ),
  changeGallery: (ids: readonly string[], change: { favourite?: boolean; binned?: boolean }) =>
    send(routes.gallery, { method: 'patch', json: { ids, ...change } }),
  downloadGallery: async (ids: readonly string[]) =>
    (await send(routes.galleryDownload, { method: 'post', json: { ids }, timeoutMs: 600_000 })).blob(),
  providers: async () => (await ask(routes.providers, providerListSchema)).providers,
  settings: () => ask(routes.settings, settingsAnswerSchema),
  changeSettings: (change: ChangeSettings) =>
    ask(routes.settings, settingsAnswerSchema, { method: 'put', json: change }),
  spending: (days: number) => ask(`${routes.spending}?days=${days}`, spendingSchema),
  setKey: (provider: ProviderId, key: string) =>
    send(routes.providerKey(provider), { method: 'put', json: { key } }),
  /** A free question that shows whether the key is good. */
  testProvider: (provider: ProviderId) =>
    ask(routes.testProvider(provider), providerTestSchema, { method: 'post' }),
  removeKey: (provider: ProviderId) => send(routes.providerKey(provider), { method: 'delete' }),
  upload: (file: Blob) =>
    ask(routes.assets, assetRefSchema, {
      method: 'post',
      body: file,
      headers: file.type === '' ? {} : { 'Content-Type': file.type },
      timeoutMs: 120_000,
    }),
} as const;

export type Remote = typeof remote;
