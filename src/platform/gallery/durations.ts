import type { DatabaseSync } from 'node:sqlite';

import type { Duration } from '#core/api/durations.ts';

/** Purchases that are looked at; older ones say little about the next. */
const remembered = 500;

/** Median of how long the latest purchases took, by provider, resolution and count. */
export function readDurations(database: DatabaseSync): readonly Duration[] {
  const rows = database.prepare('select * from duration order by id desc limit ?').all(remembered);
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify([row['provider'], row['resolution'], row['count']]),
  );
  return [...groups.values()].flatMap((group): Duration[] => {
    const [first] = group;
    if (first === undefined) return [];
    const sorted = group.map((row) => Number(row['ms'])).toSorted((a, b) => a - b);
    return [
      {
        provider: String(first['provider']),
        resolution: String(first['resolution']),
        count: Number(first['count']),
        medianMs: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
        samples: sorted.length,
      },
    ];
  });
}
