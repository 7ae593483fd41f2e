import type { SSEStreamingApi } from 'hono/streaming';

import type { Job } from '#core/api/jobs.ts';
import type { RunEvent } from '#core/run/event.ts';
import { emptySnapshot, reduceRun, type RunSnapshot } from '#core/run/snapshot.ts';
import type { Host, RunRecord } from '#host/host.ts';

import { viewJob, viewOutputs, viewProgress } from './job-view.ts';

/** ms between comments that keep proxies from closing a silent stream. */
const heartbeatMs = 15_000;

export interface FollowedRun {
  readonly host: Host;
  readonly record: RunRecord;
  /** Events up to this seq were told before. */
  readonly after: number;
  readonly origin: string;
}

/**
 * The events of one job as Comfy API v2 names them: `status`, `progress` and `output`. Ends with the status of the end.
 * Every message carries the seq of the event behind it, so that a client may resume with Last-Event-ID.
 */
export async function streamJob(stream: SSEStreamingApi, run: FollowedRun): Promise<void> {
  const { host, record, after, origin } = run;
  const told = new Set<string>();
  let snapshot: RunSnapshot = emptySnapshot(record.id);
  let progress = '';

  const send = (event: string, data: unknown): Promise<void> =>
    stream.writeSSE({ event, id: String(snapshot.seq), data: JSON.stringify(data) });
  const sendStatus = async (): Promise<void> => {
    const job = await readJob(run);
    await send('status', job);
  };

  await sendStatus();
  await follow(stream, run, async (event) => {
    snapshot = reduceRun(snapshot, event);
    const fresh = event.seq > after;
    const catalog = host.catalog.current().descriptors;
    if (event.type === 'run-start' && fresh) await sendStatus();
    if (event.type === 'step-end')
      for (const output of viewOutputs(snapshot, { catalog, origin, nodeIds: record.nodeIds })) {
        const key = `${output.node_id} ${output.name}`;
        if (fresh && !told.has(key)) await send('output', output);
        told.add(key);
      }
    const next = JSON.stringify(viewProgress(snapshot, record.nodeIds));
    if (fresh && next !== progress && event.type !== 'run-end') await send('progress', JSON.parse(next));
    progress = next;
  });
  await sendStatus();
}

async function readJob({ host, record, origin }: FollowedRun): Promise<Job> {
  const catalog = host.catalog.current().descriptors;
  return viewJob((await host.readRun(record.id)) ?? record, { catalog, origin });
}

/** The events of one run as they are, one message each. Ends with the run. */
export async function streamRun(stream: SSEStreamingApi, run: FollowedRun): Promise<void> {
  await follow(stream, run, async (event) => {
    if (event.seq > run.after)
      await stream.writeSSE({ event: event.type, id: String(event.seq), data: JSON.stringify(event) });
  });
}

/** Hands on every event of a run, stored and live, until it has ended or the client is gone. */
async function follow(
  stream: SSEStreamingApi,
  { host, record }: FollowedRun,
  handle: (event: RunEvent) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  stream.onAbort(() => controller.abort());
  const newest = record.snapshot.end?.seq ?? record.snapshot.seq;
  const heartbeat = setInterval(() => void stream.write(': still here\n\n'), heartbeatMs);
  try {
    for await (const event of host.durable.events(record.id, 0, controller.signal)) {
      await handle(event);
      // A run that was taken up again has more than one end; images may land after one. Only the newest end counts.
      if (event.type === 'run-end' && event.seq >= newest) break;
    }
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
  }
}
