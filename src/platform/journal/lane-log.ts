import type { DatabaseSync } from 'node:sqlite';

import type { LaneLog } from './lanes.ts';
import type { JournalWriter } from './writer.ts';

/** Places and starts of lanes in the journal, so that the limits of an account hold over a restart. */
export interface SqliteLaneLog extends LaneLog {
  /** Tasks that had a place when the last process ended, with their lane. */
  holders(): readonly { task: string; lane: string }[];
}

export function createLaneLog({
  database,
  writer,
}: {
  database: DatabaseSync;
  writer: JournalWriter;
}): SqliteLaneLog {
  const insert = database.prepare('insert into lane_start (task, lane, at, held) values (?, ?, ?, 1)');
  const release = database.prepare('update lane_start set held = 0 where task = ? and held = 1');
  const remove = database.prepare('delete from lane_start where task = ? and held = 1');
  const since = database.prepare('select at from lane_start where lane = ? and at > ? order by at');
  const holders = database.prepare(
    "select start.task, start.lane from lane_start start join task on task.id = start.task where held = 1 and task.state = 'pending'",
  );
  const prune = database.prepare(
    "delete from lane_start where at < ? and not exists (select 1 from task where task.id = lane_start.task and task.state = 'pending')",
  );
  let pruned = 0;
  return {
    started: ({ lane, task, at }) => {
      void writer.store(() => insert.run(task, lane, at));
      // What is older than a day limits nothing any more.
      if (at - pruned < dayMs) return;
      pruned = at;
      void writer.store(() => prune.run(at - dayMs));
    },
    left: (task, { unused }) => void writer.store(() => (unused ? remove : release).run(task)),
    startsSince: (lane, at) => since.all(lane, at).map((row) => Number(row['at'])),
    holders: () => holders.all().map((row) => ({ task: String(row['task']), lane: String(row['lane']) })),
  };
}

const dayMs = 86_400_000;
