import type { DatabaseSync } from 'node:sqlite';

import { checksumOf } from './checksum.ts';

/** Columns that each checksum stands for, in its order. */
const checked: readonly { table: string; columns: readonly string[]; sum: string }[] = [
  { table: 'task', columns: ['id', 'root', 'kind', 'lane', 'input'], sum: 'input_sum' },
  { table: 'task', columns: ['id', 'state', 'output'], sum: 'output_sum' },
  { table: 'step', columns: ['task', 'name', 'output'], sum: 'sum' },
  { table: 'memo', columns: ['fingerprint', 'entry'], sum: 'sum' },
  { table: 'claim', columns: ['fingerprint', 'owner'], sum: 'sum' },
  {
    table: 'spend',
    columns: ['attempt', 'run', 'day', 'usd', 'estimate', 'images', 'settled'],
    sum: 'sum',
  },
  { table: 'event', columns: ['seq', 'run', 'data'], sum: 'sum' },
];

/** What is wrong with the pages of a journal; undefined when nothing is. */
export function quickDamage(database: DatabaseSync): string | undefined {
  const [verdict] = database.prepare('pragma quick_check(1)').all();
  const said = String(verdict?.['quick_check'] ?? 'no answer');
  return said === 'ok' ? undefined : said;
}

/** What is wrong with a journal, in a few words; undefined when nothing is. Reads every row of it. */
export function findDamage(database: DatabaseSync): string | undefined {
  const damage = quickDamage(database);
  if (damage !== undefined) return damage;
  for (const { table, columns, sum } of checked) {
    const rows = database.prepare(
      `select ${columns.join(', ')}, ${sum} as checksum from ${table} where ${sum} is not null`,
    );
    for (const row of rows.iterate())
      if (Number(row['checksum']) !== checksumOf(...columns.map((name) => row[name])))
        return `a row of "${table}" is not what was written`;
  }
  return undefined;
}
