import { Hono } from 'hono';

import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { Host, RunRecord } from '#host/host.ts';

import { executionEnd } from './frames.ts';
import { outputsOf } from './outputs.ts';
import { isPending, viewHistory, viewPrompt } from './prompt-view.ts';
import { readBody } from './read-body.ts';

const statuses = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const;
type Status = (typeof statuses)[number];

const usualLimit = 100;
const mostJobs = 10_000;

function statusOf(record: RunRecord): Status {
  switch (record.snapshot.state) {
    case 'queued':
    case 'running':
      return isPending(record) ? 'pending' : 'in_progress';
    case 'complete':
    case 'partial':
      return 'completed';
    case 'cancelled':
      return 'cancelled';
    case 'failed':
    case 'attention':
      return 'failed';
  }
}

/** A job as ComfyUI's `/api/jobs` lists it; what is not known is left out. */
function viewJob(record: RunRecord, catalog: DescriptorCatalog) {
  const { snapshot, nodeIds } = record;
  const images = Object.entries(outputsOf(snapshot, { catalog, nodeIds })).flatMap(([nodeId, output]) =>
    output.images.map((image) => ({ ...image, nodeId, mediaType: 'images' })),
  );
  const end = executionEnd(snapshot, nodeIds);
  const job = {
    id: record.id,
    status: statusOf(record),
    priority: record.prompt?.number ?? 0,
    create_time: record.createdAt,
    execution_start_time: snapshot.startedAt,
    execution_end_time: snapshot.endedAt,
    execution_error: end?.type === 'execution_error' ? end.data : undefined,
    outputs_count: images.length,
    previewable_outputs_count: images.length,
    preview_output: images.at(-1),
    workflow_id: workflowIdOf(record),
  };
  return Object.fromEntries(Object.entries(job).filter(([, value]) => value !== undefined));
}

function workflowIdOf({ prompt }: RunRecord): string | undefined {
  const info = prompt?.extraData['extra_pnginfo'];
  const workflow: unknown =
    typeof info === 'object' && info !== null ? Reflect.get(info, 'workflow') : undefined;
  const id: unknown =
    typeof workflow === 'object' && workflow !== null ? Reflect.get(workflow, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** `/jobs`: the same runs once more, as ComfyUI's newer clients list and cancel them. */
export function v1JobRoutes(host: Host): Hono {
  const catalog = () => host.catalog.current().descriptors;

  return new Hono()
    .get('/jobs', async (context) => {
      const query = readQuery(context.req.query());
      if (typeof query === 'string') return context.json({ error: query }, 400);
      const { status, workflowId, sort, offset, limit } = query;
      const records = (await host.listRuns(mostJobs))
        .filter((record) => status.length === 0 || status.includes(statusOf(record)))
        .filter((record) => workflowId === undefined || workflowIdOf(record) === workflowId)
        .toSorted((a, b) => sort(a) - sort(b));
      const page = records.slice(offset, offset + limit);
      const total = records.length;
      return context.json({
        jobs: page.map((record) => viewJob(record, catalog())),
        pagination: { offset, limit, total, has_more: offset + page.length < total },
      });
    })
    .post('/jobs/cancel', async (context) => {
      const { job_ids: ids } = await readBody(context);
      if (!Array.isArray(ids) || ids.length === 0 || ids.some((id) => typeof id !== 'string'))
        return context.json({ error: 'job_ids has to be a list of ids.' }, 400);
      const cancelled = await Promise.all(ids.map((id) => host.cancelRun(String(id))));
      return context.json({ cancelled: cancelled.includes(true) });
    })
    .get('/jobs/:id', async (context) => {
      const record = await host.readRun(context.req.param('id'));
      if (record === undefined) return context.json({ error: 'Job not found' }, 404);
      const [, , prompt, extraData] = viewPrompt(record, catalog());
      const { outputs, status } = viewHistory(record, catalog());
      return context.json({
        ...viewJob(record, catalog()),
        outputs,
        execution_status: status,
        workflow: { prompt, extra_data: extraData },
      });
    })
    .post('/jobs/:id/cancel', async (context) => {
      const record = await host.readRun(context.req.param('id'));
      if (record === undefined) return context.json({ error: 'Job not found' }, 404);
      return context.json({ cancelled: await host.cancelRun(record.id) });
    });
}

interface Query {
  readonly status: readonly string[];
  readonly workflowId: string | undefined;
  /** Jobs stand by this number, smallest first. */
  readonly sort: (record: RunRecord) => number;
  readonly offset: number;
  readonly limit: number;
}

/** The query, or what is wrong with it. */
function readQuery(query: Record<string, string>): Query | string {
  const status = (query['status'] ?? '').split(',').filter((each) => each !== '');
  const unknown = status.find((each) => !statuses.some((known) => known === each));
  if (unknown !== undefined) return `Invalid status: ${unknown}. Known are ${statuses.join(', ')}.`;
  const { sort_by: by = 'created_at', sort_order: order = 'desc' } = query;
  if (by !== 'created_at' && by !== 'execution_duration')
    return 'sort_by has to be created_at or execution_duration.';
  if (order !== 'asc' && order !== 'desc') return 'sort_order has to be asc or desc.';
  const limit = Number(query['limit'] ?? usualLimit);
  const offset = Number(query['offset'] ?? 0);
  if (!Number.isInteger(limit) || limit < 1) return 'limit has to be a whole number of at least 1.';
  if (!Number.isInteger(offset)) return 'offset has to be a whole number.';
  const measure = ({ createdAt, snapshot }: RunRecord): number =>
    by === 'created_at' ? createdAt : (snapshot.endedAt ?? 0) - (snapshot.startedAt ?? 0);
  return {
    status,
    workflowId: query['workflow_id'],
    sort: order === 'asc' ? measure : (record) => -measure(record),
    offset: Math.max(0, offset),
    limit: Math.min(limit, mostJobs),
  };
}
