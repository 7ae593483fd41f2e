import type { DatabaseSync } from 'node:sqlite';

import type { Spending } from '#core/api/spending.ts';
import type { Budget, Clock } from '#core/run/capabilities.ts';

import { checksumOf } from './checksum.ts';
import type { StoreOptions } from './sqlite-stores.ts';

/** Spending caps in USD. */
export interface Caps {
  readonly runUsd: number;
  readonly dayUsd: number;
}

/** What is spent and reserved, and whether more may be. */
export interface SpendReader {
  /** Why a run may not cost this much, in a sentence; undefined when it may. The one rule of the caps. */
  refusal(spend: SpendQuestion): string | undefined;
  read(options: { days: number }): Spending;
}

export interface SpendQuestion {
  readonly run: string;
  /** Counts as not yet reserved. */
  readonly attempt?: string;
  readonly usd: number;
  /** Whether `usd` rests on an assumed price. */
  readonly assumed?: boolean;
  /** Lowers the cap of this run; never raises it. */
  readonly runCapUsd: number | undefined;
}

/** The calendar day (UTC) of a moment. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const inDollars = (usd: number): string => `$${usd.toFixed(2)}`;

/** Sums in binary miss cents by a hair; a hair is not over a cap. */
const hairUsd = 1e-9;

const dayMs = 86_400_000;

/** How an attempt stands: reserved or in flight, charged, or nobody knows. */
const reserved = 0;
const charged = 1;
const unknown = 2;

interface SpendRow {
  readonly run: string;
  readonly day: string;
  readonly usd: number;
  readonly estimate: number;
  readonly images: number;
  readonly settled: number;
}

/** What is spent and reserved, in the journal. `caps` is asked at every use. */
export function createBudget(
  { database, clock, writer }: StoreOptions,
  caps: () => Caps,
): Budget & SpendReader {
  const ofRun = database.prepare(
    'select coalesce(sum(usd), 0) as usd from spend where run = ? and attempt != ?',
  );
  const ofDay = database.prepare(
    'select coalesce(sum(usd), 0) as usd from spend where day = ? and attempt != ?',
  );
  const insert = database.prepare(
    'insert or replace into spend (attempt, run, day, usd, estimate, images, settled, sum) values (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const get = database.prepare('select run, day, usd, estimate from spend where attempt = ?');
  const release = database.prepare('delete from spend where attempt = ?');
  const sum = (row: Record<string, unknown> | undefined): number => Number(row?.['usd'] ?? 0);

  const refusal: SpendReader['refusal'] = ({ run, attempt = '', usd, assumed, runCapUsd }) => {
    if (usd === 0) return undefined;
    const { runUsd, dayUsd } = caps();
    const runCap = Math.min(runUsd, runCapUsd ?? Infinity);
    const ofThisRun = sum(ofRun.get(run, attempt)) + usd;
    const spent = sum(ofDay.get(dayOf(clock.now()), attempt));
    const amount = `${assumed === true ? 'about ' : ''}${inDollars(ofThisRun)}`;
    if (ofThisRun > runCap + hairUsd)
      return `The run would cost up to ${amount}, which is over the cap of ${inDollars(runCap)} a run.`;
    if (spent + usd > dayUsd + hairUsd)
      return `The run would cost up to ${amount}; with ${inDollars(spent)} spent today that is over the cap of ${inDollars(dayUsd)} a day.`;
    return undefined;
  };

  const put = (attempt: string, row: SpendRow): void => {
    const { run, day, usd, estimate, images, settled } = row;
    const sum = checksumOf(attempt, run, day, usd, estimate, images, settled);
    insert.run(attempt, run, day, usd, estimate, images, settled, sum);
  };

  return {
    refusal,
    reserve: async ({ run, attempt, usd, runCapUsd }) => {
      const message = refusal({ run, attempt, usd, runCapUsd });
      if (message !== undefined) return { ok: false, message };
      const row = { run, day: dayOf(clock.now()), usd, estimate: usd, images: 0, settled: reserved };
      // What is free, such as the demo, is no spending.
      if (usd > 0) await writer.store(() => put(attempt, row));
      return { ok: true };
    },
    settle: async (attempt, { usd, images }) => {
      const row = get.get(attempt);
      if (row === undefined) return;
      const { run, day, estimate } = row;
      await writer.store(() => {
        if (usd === 0 && images === 0) release.run(attempt);
        else
          put(attempt, {
            run: String(run),
            day: String(day),
            usd: usd ?? Number(row['usd']),
            estimate: Number(estimate),
            images,
            settled: usd === undefined ? unknown : charged,
          });
      });
    },
    read: createSpendReport(database, clock, {
      caps,
      todayUsd: () => sum(ofDay.get(dayOf(clock.now()), '')),
    }),
  };
}

const amounts = `
  sum(estimate) as estimateUsd,
  coalesce(sum(usd) filter (where settled = ${charged}), 0) as costUsd,
  coalesce(sum(usd) filter (where settled = ${unknown}), 0) as unknownUsd,
  sum(images) as images`;
/** Most runs that are listed. */
const runLimit = 500;

function createSpendReport(
  database: DatabaseSync,
  clock: Clock,
  { caps, todayUsd }: { caps: () => Caps; todayUsd: () => number },
): SpendReader['read'] {
  const days = database.prepare(
    `select day, ${amounts} from spend where day > ? group by day order by day desc`,
  );
  const workflows = database.prepare(
    `select coalesce(name, '') as name, workflow_file as workflowFile, ${amounts}
     from spend left join run_name using (run) where day > ?
     group by name, workflow_file order by costUsd + unknownUsd desc, name`,
  );
  const runs = database.prepare(
    `select run, coalesce(name, '') as name, workflow_file as workflowFile, coalesce(created, 0) as createdAt, ${amounts}
     from spend left join run_name using (run) where day > ?
     group by run order by createdAt desc, run limit ${runLimit}`,
  );
  return (options) => {
    const before = dayOf(clock.now() - options.days * dayMs);
    return {
      caps: caps(),
      todayUsd: todayUsd(),
      days: days.all(before).map((row) => ({ day: String(row['day']), ...readAmounts(row) })),
      workflows: workflows.all(before).map((row) => ({ ...readNames(row), ...readAmounts(row) })),
      runs: runs.all(before).map((row) => ({
        run: String(row['run']),
        createdAt: Number(row['createdAt']),
        ...readNames(row),
        ...readAmounts(row),
      })),
    };
  };
}

const readNames = (row: Record<string, unknown>) => ({
  name: String(row['name']),
  workflowFile: typeof row['workflowFile'] === 'string' ? row['workflowFile'] : null,
});

const readAmounts = (row: Record<string, unknown>) => ({
  estimateUsd: Number(row['estimateUsd']),
  costUsd: Number(row['costUsd']),
  unknownUsd: Number(row['unknownUsd']),
  images: Number(row['images']),
});
