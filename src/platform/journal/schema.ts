import type { DatabaseSync } from 'node:sqlite';

import { inTransaction } from './transaction.ts';

/** The statements that make each version of the journal out of the one before. Released ones never change. */
const upgrades: readonly string[] = [
  `
  create table task (
    id text primary key,
    root text not null,
    kind text not null,
    lane text,
    priority integer not null,
    input text not null,
    state text not null check (state in ('pending', 'success', 'error', 'cancelled', 'attention')),
    output text,
    error text,
    cancel integer not null default 0,
    created integer not null,
    ended integer
  ) strict;
  create index task_state on task (state);
  create index task_root on task (root);
  create table step (
    task text not null,
    name text not null,
    output text not null,
    at integer not null,
    primary key (task, name)
  ) strict, without rowid;
  create table event (seq integer primary key, run text not null, data text not null) strict;
  create index event_run on event (run, seq);
  create table memo (fingerprint text primary key, entry text not null, at integer not null) strict, without rowid;
  create table claim (
    fingerprint text primary key,
    owner text not null,
    held text,
    at integer not null
  ) strict, without rowid;
  create table spend (
    attempt text primary key,
    run text not null,
    day text not null,
    usd real not null,
    settled integer not null
  ) strict, without rowid;
  create index spend_run on spend (run);
  create index spend_day on spend (day);
  `,
  `
  alter table task add column rank real;
  update task set rank = rowid where id = root;
  create index task_rank on task (rank);
  create table mark (name text primary key, value text not null) strict, without rowid;
  create table lane_start (task text not null, lane text not null, at integer not null, held integer not null) strict;
  create index lane_start_lane on lane_start (lane, at);
  create index lane_start_task on lane_start (task);
  create table run_name (
    run text primary key,
    name text not null,
    workflow_file text,
    created integer not null
  ) strict, without rowid;
  insert into run_name select
    id,
    coalesce(json_extract(input, '$.document.name'), ''),
    json_extract(input, '$.workflowFile'),
    created
  from task where id = root and json_valid(input);
  alter table spend add column estimate real not null default 0;
  alter table spend add column images integer not null default 0;
  update spend set estimate = usd;
  update spend set day = printf('%s-%02d-%02d', substr(day, 1, 4),
    cast(substr(day, 6, instr(substr(day, 6), '-') - 1) as integer),
    cast(substr(day, 6 + instr(substr(day, 6), '-')) as integer));
  `,
  `
  alter table task add column input_sum integer;
  alter table task add column output_sum integer;
  alter table step add column sum integer;
  alter table memo add column sum integer;
  alter table claim add column sum integer;
  alter table spend add column sum integer;
  alter table event add column sum integer;
  `,
  `
  create index task_created on task (created) where id = root;
  `,
];

/** The version that this Batchwork writes. */
export const journalVersion = upgrades.length;

/** Brings a journal to the present version. */
export function upgradeJournal(database: DatabaseSync): void {
  const version = readVersion(database);
  for (const [index, statements] of upgrades.entries())
    if (index >= version)
      inTransaction(database, () => database.exec(`${statements}; pragma user_version = ${index + 1}`));
}

export const readVersion = (database: DatabaseSync): number =>
  Number(database.prepare('pragma user_version').get()?.['user_version'] ?? 0);
