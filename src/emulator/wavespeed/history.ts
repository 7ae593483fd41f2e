import { stageOf, type Job } from '../job.ts';
import { chargedFor, type World } from '../world.ts';
import { predictionView } from './views.ts';

/** Days that WaveSpeed's history goes back. */
const historyMs = 7 * 24 * 3600 * 1000;

const time = (value: unknown, otherwise: number): number => {
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? otherwise : parsed;
};

const whole = (value: unknown, otherwise: number, most: number): number =>
  Number.isInteger(value) && (value as number) > 0 ? Math.min(value as number, most) : otherwise;

/** One page out of a list, as WaveSpeed asks for pages. */
function page<Item>(items: readonly Item[], query: Record<string, unknown>) {
  const number = whole(query['page'], 1, 1_000_000);
  const size = whole(query['page_size'], 20, 100);
  return {
    page: number,
    has_more: items.length > number * size,
    items: items.slice((number - 1) * size, number * size),
  };
}

const shownTimes = (job: Job, now: number): number => {
  if (job.deleted === true || job.fate.history === 'hidden') return 0;
  if (now < job.acceptedAt + job.fate.historyAfterMs) return 0;
  return job.fate.history === 'twice' ? 2 : 1;
};

/** `data` of the history: the account's predictions of the past seven days, newest first. */
export async function historyView(options: {
  world: World;
  account: string;
  query: Record<string, unknown>;
  origin: string;
}): Promise<Record<string, unknown>> {
  const { world, query } = options;
  const now = world.clock.now();
  const after = Math.max(time(query['created_after'], now - 24 * 3600 * 1000), now - historyMs);
  const before = time(query['created_before'], Infinity);
  const jobs = [...world.jobs.values()]
    .filter((job) => job.family === 'wavespeed' && job.account === options.account)
    .filter((job) => job.acceptedAt >= after && job.acceptedAt <= before)
    .filter((job) => query['model'] === undefined || query['model'] === job.model)
    .toReversed()
    .flatMap((job) => Array.from({ length: shownTimes(job, now) }, () => job));
  const shown = page(jobs, query);
  const items = await Promise.all(
    shown.items.map(async (job) => ({
      ...(await predictionView(world, job, options.origin)),
      ...(job.fate.history === 'without-inputs' ? {} : { inputs: job.body }),
      executionTime: stageOf(job, now) === 'ended' ? job.finishAt - job.startAt : 0,
    })),
  );
  const status = query['status'];
  return {
    ...shown,
    items: status === undefined ? items : items.filter((item) => Reflect.get(item, 'status') === status),
  };
}

/** `data` of the billing rows: one for each charge, newest first. */
export function billingView(
  world: World,
  account: string,
  query: Record<string, unknown>,
): Record<string, unknown> {
  const rows = [...world.jobs.values()]
    .filter((job) => job.family === 'wavespeed' && job.account === account)
    .toReversed()
    .map((job) => ({
      uuid: `bill-${job.id}`,
      billing_type: 'deduct',
      price: chargedFor(world, job.id),
      created_at: new Date(job.acceptedAt).toISOString(),
      prediction: { uuid: job.id, model_uuid: job.model, status: 'completed' },
    }))
    .filter(({ price }) => price > 0);
  return page(rows, query);
}
