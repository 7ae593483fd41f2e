import type { Job, JobApiStatus } from '#core/api/jobs.ts';
import { routes } from '#core/api/routes.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import { isAssetRef, type AssetRef } from '#core/run/asset.ts';
import type { RunSnapshot, StepSnapshot } from '#core/run/snapshot.ts';
import type { RunRecord } from '#host/host.ts';

type JobOutput = Job['outputs'][number];

/** Where a job is seen from: the nodes that there are, the address of the server, the ids that the sender gave. */
export interface JobView {
  readonly catalog: DescriptorCatalog;
  readonly origin: string;
  readonly nodeIds: RunRecord['nodeIds'];
}

/** Results stay until a person deletes them; the API wants a date nevertheless. */
const never = '9999-12-31T23:59:59.000Z';

const iso = (at: number): string => new Date(at).toISOString();

const statusOf: Readonly<Record<RunSnapshot['state'], JobApiStatus>> = {
  queued: 'queued',
  running: 'running',
  complete: 'succeeded',
  // What was paid for is there; `outcome` and `error` tell the rest.
  partial: 'succeeded',
  failed: 'failed',
  cancelled: 'canceled',
  attention: 'failed',
};

/** A run in the words of the jobs API. `origin` is where the client reached us, for the URLs. */
export function viewJob(record: RunRecord, place: { catalog: DescriptorCatalog; origin: string }): Job {
  const { id, snapshot, nodeIds } = record;
  const view: JobView = { ...place, nodeIds };
  const { state } = snapshot;
  const open = state === 'queued' || state === 'running';
  const self = `${view.origin}${routes.job(id)}`;
  return {
    id,
    status: open && record.cancelRequested ? 'canceling' : statusOf[state],
    created_at: iso(record.createdAt),
    started_at: snapshot.startedAt === undefined ? null : iso(snapshot.startedAt),
    completed_at: snapshot.endedAt === undefined ? null : iso(snapshot.endedAt),
    expires_at: never,
    queue_position: record.queuePosition ?? null,
    progress: state === 'queued' ? null : viewProgress(snapshot, nodeIds),
    outputs: viewOutputs(snapshot, view),
    error: viewError(snapshot, nodeIds),
    metrics: {
      cost_usd: snapshot.costUsd,
      estimate_usd: snapshot.estimateUsd,
      images: snapshot.end?.images ?? null,
      cached_images: snapshot.end?.cachedImages ?? null,
    },
    urls: { self, events: `${self}/events`, cancel: `${self}/cancel` },
    outcome: open ? null : state,
    name: record.document.name,
    workflow_file: record.workflowFile ?? null,
  };
}

const hasEnded = ({ state }: StepSnapshot): boolean => state !== 'waiting' && state !== 'running';

export function viewProgress(
  snapshot: RunSnapshot,
  nodeIds: RunRecord['nodeIds'],
): NonNullable<Job['progress']> {
  const steps = [...snapshot.steps.values()];
  const done = steps.filter(hasEnded).length;
  const current = steps.find(({ state }) => state === 'running');
  const shareOfCurrent =
    current === undefined || current.executions === null || current.executions === 0
      ? 0
      : Math.min(1, current.ended / current.executions);
  return {
    value: steps.length === 0 ? 0 : Math.min(1, (done + shareOfCurrent) / steps.length),
    nodes_done: done,
    nodes_total: steps.length,
    current_node: current === undefined ? null : (nodeIds[current.node] ?? current.node),
    current_node_class: current?.nodeType ?? null,
    message: current?.progress?.message ?? null,
  };
}

/** Images of the nodes that show or save, in the order of the plan. A run of other nodes only shows what they made. */
export function viewOutputs({ run, steps }: RunSnapshot, { catalog, origin, nodeIds }: JobView): JobOutput[] {
  const all = [...steps.values()];
  const last = all.filter(({ nodeType }) => catalog.get(nodeType)?.outputs.length === 0);
  return (last.length > 0 ? last : all).flatMap((step) =>
    imagesOf(step).map((asset, index): JobOutput => ({
      node_id: nodeIds[step.node] ?? step.node,
      name: step.files[index] ?? `${asset.hash.slice(0, 12)}.${asset.mediaType.replace('image/', '')}`,
      type: 'image',
      content_type: asset.mediaType,
      size_bytes: asset.byteLength,
      id: asset.hash,
      // The API means BLAKE3 by this; the id is the SHA-256.
      hash: null,
      url: `${origin}${routes.asset(asset.hash)}`,
      url_expires_at: never,
      job_id: run,
    })),
  );
}

const imagesOf = (step: StepSnapshot): AssetRef[] => {
  const shown = Object.values(step.outputs).flatMap(({ values }) =>
    values.filter((value) => isAssetRef(value)),
  );
  return shown.length > 0 ? shown : step.images.map(({ asset }) => asset);
};

function viewError(snapshot: RunSnapshot, nodeIds: RunRecord['nodeIds']): Job['error'] {
  if (!['failed', 'partial', 'attention'].includes(snapshot.state)) return null;
  const step = [...snapshot.steps.values()].find(({ failure }) => failure !== undefined);
  const failure = snapshot.end?.failures[0] ?? step?.failure;
  if (failure === undefined) return null;
  const node = snapshot.end?.failures[0]?.node ?? step?.node;
  return {
    code: failure.code,
    message: failure.message,
    node_id: node === undefined ? null : (nodeIds[node] ?? node),
    class_type: node === undefined ? null : (snapshot.steps.get(node)?.nodeType ?? null),
  };
}
