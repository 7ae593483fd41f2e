import ky, { HTTPError, type KyInstance } from 'ky';
import { z } from 'zod';

import { heldAttemptListSchema, type HeldAttempt } from '#core/api/attempts.ts';
import { catalogResponseSchema } from '#core/api/catalog.ts';
import { runEventsSchema } from '#core/api/events.ts';
import { errorEnvelopeSchema } from '#core/api/jobs.ts';
import { queueSchema, type Queue } from '#core/api/queue.ts';
import { routes } from '#core/api/routes.ts';
import { assetRefSchema } from '#core/run/asset.ts';
import { diagnosticSchema } from '#core/run/diagnostic.ts';
import { estimateSchema } from '#core/run/estimate.ts';
import { runEventSchema, type RunEvent } from '#core/run/event.ts';
import { emptySnapshot, reduceRunAll } from '#core/run/snapshot.ts';
import type { StartRunResult } from '#host/host.ts';

import { ServerGoneError, type Runner } from './runner.ts';

/** Hands runs to the server at `url` and follows them there. `token`: what that server asks for, if it does. */
export function remoteRunner(url: string, token?: string): Runner {
  // A start may have been taken although its answer was lost, so nothing is sent twice.
  const client = ky.create({
    prefix: url,
    retry: 0,
    timeout: 60_000,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
  const readQueue = async (): Promise<Queue> =>
    queueSchema.parse(await client.get(path(routes.queue)).json());
  const held = async (): Promise<readonly HeldAttempt[]> =>
    heldAttemptListSchema.parse(await client.get(path(routes.attempts)).json()).attempts;
  return {
    server: url,
    descriptors: async () => {
      const { nodes } = catalogResponseSchema.parse(await client.get(path(routes.catalog)).json());
      return new Map(nodes.map((descriptor) => [descriptor.type, descriptor]));
    },
    putImage: async (bytes) =>
      assetRefSchema.parse(await client.post(path(routes.assets), { body: bytes }).json()),
    estimate: async (request) =>
      estimateSchema.parse(await client.post(path(routes.estimate), { json: request }).json()),
    startRun: async (request) => {
      try {
        const job = z
          .looseObject({ id: z.string() })
          .parse(await client.post(path(routes.jobs), { json: request }).json());
        return { type: 'started', run: job.id, created: true, diagnostics: [] };
      } catch (error) {
        const refused = await readRefusal(error);
        if (refused === undefined) throw error;
        return refused;
      }
    },
    events: (run) => followEvents(client, { run, url }),
    cancelRun: async (run) => void (await client.post(path(routes.cancelJob(run)))),
    isPaused: async () => (await readQueue()).paused,
    goOn: () => {},
    unfinished: async () => {
      const queue = await readQueue();
      const waiting = (await held()).map(({ run }) => run);
      const snapshots = await Promise.all(
        [...new Set([...waiting, ...queue.runs])].map(async (id) => {
          const { events } = runEventsSchema.parse(await client.get(path(routes.runEvents(id))).json());
          return reduceRunAll(emptySnapshot(id), events);
        }),
      );
      return snapshots.filter(({ state }) => ['queued', 'running', 'attention'].includes(state));
    },
    resolve: async (attempt, decision) => {
      const answer = await client.post(path(routes.resolveAttempt(attempt)), {
        json: decision,
        throwHttpErrors: false,
        timeout: 60_000,
      });
      if (answer.ok) return { type: 'done' };
      const told = errorEnvelopeSchema.safeParse(await answer.json().catch(() => undefined)).data;
      return told === undefined || answer.status === 404
        ? { type: 'no-such-attempt' }
        : { type: 'refused', message: told.error.message };
    },
    held: async () => heldAttemptListSchema.parse(await client.get(path(routes.attempts)).json()).attempts,
    close: async () => {},
  };
}

/** A prefix of ky takes paths without their first slash. */
const path = (route: string): string => route.slice(1);

async function readRefusal(error: unknown): Promise<StartRunResult | undefined> {
  if (!(error instanceof HTTPError)) return undefined;
  const envelope = errorEnvelopeSchema.safeParse(error.data);
  if (!envelope.success) return undefined;
  const { code, message, details } = envelope.data.error;
  if (code === 'over_cap')
    return { type: 'over-cap', message, estimate: estimateSchema.parse(details?.['estimate']) };
  if (code === 'queue_full') return { type: 'queue-full', message };
  const diagnostics = z.array(diagnosticSchema).safeParse(details?.['diagnostics']);
  return diagnostics.success ? { type: 'refused', diagnostics: diagnostics.data } : undefined;
}

/** Reads the run's events as server-sent events; each is one line of data. */
async function* followEvents(
  client: KyInstance,
  { run, url }: { run: string; url: string },
): AsyncGenerator<RunEvent> {
  let rest = '';
  for await (const chunk of readStream(client, { run, url })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines)
      if (line.startsWith('data:')) {
        const event = runEventSchema.safeParse(JSON.parse(line.slice('data:'.length)));
        if (event.success) yield event.data;
      }
  }
}

/** Goes on until the caller stops reading. Throws ServerGoneError when the server stops first. */
async function* readStream(
  client: KyInstance,
  { run, url }: { run: string; url: string },
): AsyncGenerator<string> {
  try {
    const response = await client.get(path(routes.runEvents(run)), {
      headers: { accept: 'text/event-stream' },
      timeout: false,
    });
    yield* (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream());
  } catch (error) {
    // A server that answers, if only with a refusal, is there.
    if (error instanceof HTTPError) throw error;
  }
  throw new ServerGoneError(url);
}
