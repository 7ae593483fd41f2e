import { Hono } from 'hono';
import { z } from 'zod';

import type { Host, RunRecord } from '#host/host.ts';

import { badRequest } from './comfy-error.ts';
import type { HistoryVeil } from './history-veil.ts';
import type { PromptStories } from './prompt-stories.ts';
import { hasEnded, isPending, viewHistory, viewPrompt } from './prompt-view.ts';
import { readBody } from './read-body.ts';

/** What ComfyUI keeps in memory, and what is listed here at most. */
const historyLimit = 10_000;

const editSchema = z.looseObject({
  clear: z.boolean().optional(),
  /** One id alone is what some clients send. */
  delete: z.union([z.array(z.coerce.string()), z.string().transform((id) => [id])]).optional(),
});
const interruptSchema = z.looseObject({ prompt_id: z.string().nullish() });

/** `/queue`, `/history` and `/interrupt`: what has not ended, what has, and how to stop it. */
export function queueRoutes({
  host,
  stories,
  veil,
}: {
  host: Host;
  stories: PromptStories;
  veil: HistoryVeil;
}): Hono {
  const catalog = () => host.catalog.current().descriptors;
  const readAll = async (ids: readonly string[]): Promise<RunRecord[]> => {
    const records = await Promise.all(ids.map((id) => host.readRun(id)));
    return records.flatMap((record) => record ?? []);
  };
  const open = async (): Promise<RunRecord[]> => readAll(stories.openRuns());
  const cancelAll = async (records: readonly RunRecord[]): Promise<void> => {
    await Promise.all(records.map(({ id }) => host.cancelRun(id)));
  };
  /** Oldest first, as ComfyUI keeps it. */
  const history = async (limit: number): Promise<RunRecord[]> =>
    (await host.listRuns(limit)).filter((record) => hasEnded(record) && !veil.isHidden(record)).toReversed();

  return new Hono()
    .get('/queue', async (context) => {
      const records = await open();
      const items = (pending: boolean) =>
        records
          .filter((record) => isPending(record) === pending)
          .map((record) => viewPrompt(record, catalog()));
      return context.json({ queue_running: items(false), queue_pending: items(true) });
    })
    .post('/queue', async (context) => {
      const { clear, delete: ids } = parse(editSchema, await readBody(context));
      if (clear === true) await cancelAll((await open()).filter(isPending));
      // Many run at once here, so that an id in the queue may be at work already; asked for by name, it is stopped.
      if (ids !== undefined) await cancelAll(await readAll(ids));
      return context.json({});
    })
    .post('/interrupt', async (context) => {
      const { prompt_id: id } = parse(interruptSchema, await readBody(context));
      const clientId = context.req.query('clientId');
      if (id !== undefined && id !== null) await host.cancelRun(id);
      else
        await cancelAll(
          (await open()).filter(
            (record) =>
              record.prompt !== undefined &&
              !isPending(record) &&
              (clientId === undefined || record.prompt.clientId === clientId),
          ),
        );
      return context.json({});
    })
    .get('/history', async (context) => {
      const most = readCount(context.req.query('max_items'), 'max_items');
      const offset = readCount(context.req.query('offset'), 'offset');
      const count = most ?? historyLimit;
      const records = await history(
        offset === undefined ? Math.min(count * 2 + 100, historyLimit) : historyLimit,
      );
      const page =
        offset === undefined
          ? count === 0
            ? []
            : records.slice(-count)
          : records.slice(offset, offset + count);
      return context.json(
        Object.fromEntries(page.map((record) => [record.id, viewHistory(record, catalog())])),
      );
    })
    .get('/history/:id', async (context) => {
      const record = await host.readRun(context.req.param('id'));
      if (record === undefined || !hasEnded(record) || veil.isHidden(record)) return context.json({});
      return context.json({ [record.id]: viewHistory(record, catalog()) });
    })
    .post('/history', async (context) => {
      const { clear, delete: ids } = parse(editSchema, await readBody(context));
      if (clear === true)
        await veil.hideUpTo(
          Math.max(0, ...(await history(historyLimit)).map(({ snapshot }) => snapshot.endedAt ?? 0)),
        );
      if (ids !== undefined) await veil.hide(ids);
      return context.json({});
    });
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badRequest(
    'invalid_request',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}.`,
  );
}

/** A count in a query; a negative one means none, as ComfyUI takes it. */
function readCount(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  const count = Number(text);
  if (!Number.isInteger(count)) throw badRequest('invalid_request', `${name} has to be a whole number.`);
  return count < 0 ? undefined : Math.min(count, historyLimit);
}
