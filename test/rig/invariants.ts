/** One accepted job by the provider's own account. */
export interface Sale {
  readonly id: string;
  /** The work item it was bought for: equal ones are the same work. */
  readonly item: string;
  /** What it came to there. */
  readonly end: 'completed' | 'failed' | 'cancelled' | 'open';
  /** USD, refunds taken off. */
  readonly usd: number;
  /** Hashes of the images that it delivered, as they were served. */
  readonly images: readonly string[];
}

/** Everything a campaign saw. Nothing in it but `stored` and `runs` comes from Batchwork's own books. */
export interface Evidence {
  /** From the truth log of the provider. */
  readonly sales: readonly Sale[];
  /** How often each work item was ordered by a person: by starts, and by decisions to buy again. */
  readonly ordered: ReadonlyMap<string, number>;
  /** Jobs that a person was told about and did not claim, by work item: lost answers that are held or were given up. */
  readonly told: ReadonlyMap<string, number>;
  /** Whether an image is on disk, whole. */
  readonly stored: (hash: string) => boolean;
  /** Images that the provider broke for good, so that nobody could have had them. */
  readonly unobtainable?: ReadonlySet<string>;
  /** Runs whose start was answered. */
  readonly acknowledged: readonly string[];
  /** States that each run or task was seen in, in their order. */
  readonly states: ReadonlyMap<string, readonly string[]>;
  /** USD. */
  readonly cap: number;
  /** USD that a person spent against the caps, by saying that something was not bought that was. */
  readonly misjudgedUsd?: number;
  /** When the jobs of each provider were accepted, in ms, and how many of them a minute may have. */
  readonly pace?: { readonly perMinute: number; readonly accepted: readonly (readonly number[])[] };
  /** Files that should not be there after the last end. */
  readonly leftovers: readonly string[];
}

const ended = new Set(['success', 'error', 'cancelled']);
const hairUsd = 1e-6;

const count = (items: Iterable<string>): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};

/** What was sold and not undone: a job that failed or was cancelled made nothing, so its item may be bought again. */
const isKept = ({ end }: Sale): boolean => end === 'completed' || end === 'open';

/** The promises that were broken, one sentence each; none when all of them held. */
export function findBrokenPromises(evidence: Evidence): string[] {
  const { sales, ordered, told, stored, unobtainable, acknowledged, states, cap, leftovers } = evidence;
  const broken: string[] = [];

  for (const [item, times] of count(sales.filter(isKept).map((sale) => sale.item)))
    if (times > (ordered.get(item) ?? 0))
      broken.push(`paid twice: "${item}" was accepted ${times} times and ordered ${ordered.get(item) ?? 0}`);

  const missing = count(
    sales
      .filter(({ end }) => end === 'completed')
      .filter(({ images }) => images.some((hash) => !stored(hash) && unobtainable?.has(hash) !== true))
      .map((sale) => sale.item),
  );
  for (const [item, times] of missing)
    if (times > (told.get(item) ?? 0))
      broken.push(
        `lost: ${times} jobs for "${item}" are paid for and not on disk; ${told.get(item) ?? 0} told`,
      );

  for (const run of acknowledged)
    if (!states.has(run)) broken.push(`forgotten: the run ${run} was acknowledged and is not there`);

  for (const [task, seen] of states)
    for (const [at, state] of seen.entries()) {
      const before = seen[at - 1];
      if (before !== undefined && ended.has(before) && state !== before)
        broken.push(`backwards: ${task} went from ${before} to ${state}`);
    }

  const spent = sales.reduce((sum, { usd }) => sum + usd, 0);
  const most = cap + (evidence.misjudgedUsd ?? 0);
  if (spent > most + hairUsd) broken.push(`over the cap: ${spent.toFixed(2)} of ${most.toFixed(2)} USD`);

  for (const times of evidence.pace?.accepted ?? [])
    for (const [at, time] of times.entries()) {
      const minuteLater = times[at + (evidence.pace?.perMinute ?? Infinity)];
      if (minuteLater !== undefined && minuteLater - time < 59_000)
        broken.push(`too fast: more than ${evidence.pace?.perMinute} jobs within ${minuteLater - time} ms`);
    }

  for (const file of leftovers) broken.push(`left over: ${file}`);
  return broken;
}
