import type { DatabaseSync } from 'node:sqlite';

/** Raised when the derived tables change: they are dropped, and the index is made again from the events. */
const version = 1;

const derived = `
  drop table if exists image;
  drop table if exists request;
  drop table if exists duration;
  drop table if exists progress;
  create table image (
    id text primary key,
    seq integer not null,
    run text not null,
    node text not null,
    execution integer not null,
    hash text not null,
    asset text not null,
    at integer not null,
    demo integer not null,
    nsfw integer not null,
    workflow text not null,
    workflow_file text,
    node_title text not null,
    prompt text,
    seed integer,
    resolution text,
    provider text,
    cost real,
    file text,
    favourite integer not null default 0,
    binned integer not null default 0
  ) strict, without rowid;
  create index image_order on image (binned, seq, id);
  create index image_favourite on image (favourite, binned, seq, id);
  create index image_run on image (run, node, execution);
  create index image_workflow on image (coalesce(workflow_file, workflow), binned, seq, id);
  create index image_hash on image (hash);
  create table request (
    run text not null,
    node text not null,
    execution integer not null,
    provider text not null,
    prompt text not null,
    seed integer,
    count integer not null,
    resolution text not null,
    sent integer,
    primary key (run, node, execution)
  ) strict, without rowid;
  create table duration (
    id integer primary key,
    provider text not null,
    resolution text not null,
    count integer not null,
    ms integer not null
  ) strict;
  create table progress (only integer primary key check (only = 1), seq integer not null) strict;
  insert into progress values (1, 0);
`;

/** What a person decided about images; the one part that cannot be made again. */
const kept = `
  create table if not exists mark (
    id text primary key,
    favourite integer not null default 0,
    binned integer not null default 0
  ) strict, without rowid;
`;

/** Brings the tables to the present version. Marks stay whatever happens. */
export function prepareGallery(database: DatabaseSync): void {
  database.exec(kept);
  const row = database.prepare('pragma user_version').get();
  if (Number(row?.['user_version'] ?? 0) !== version) clearGallery(database);
}

/** Empties the index, so that it is made again from the first event on. */
export function clearGallery(database: DatabaseSync): void {
  database.exec(`begin; ${derived}; pragma user_version = ${version}; commit`);
}
