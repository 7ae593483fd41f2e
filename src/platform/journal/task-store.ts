import type { DatabaseSync } from 'node:sqlite';

import { z } from 'zod';

import type { TaskResult, TaskState } from '#core/durable/seam.ts';
import type { Clock } from '#core/run/capabilities.ts';

import { checksumOf, requireSound } from './checksum.ts';
import { inTransaction } from './transaction.ts';

const rowSchema = z
  .object({
    id: z.string(),
    root: z.string(),
    kind: z.string(),
    lane: z.string().nullable(),
    priority: z.number(),
    rank: z.number().nullable(),
    input: z.string(),
    state: z.enum(['pending', 'success', 'error', 'cancelled', 'attention']),
    output: z.string().nullable(),
    created: z.number(),
    ended: z.number().nullable(),
    cancel: z.number(),
  })
  .transform(({ lane, rank, output, created, ended, cancel, ...row }) => ({
    ...row,
    rank: rank ?? undefined,
    lane: lane ?? undefined,
    output: output ?? undefined,
    createdAt: created,
    endedAt: ended ?? undefined,
    cancelRequested: cancel === 1,
  }));

/** Throws JournalDamagedError. */
function readRow(row: Record<string, unknown>): TaskRow {
  requireSound(row['input_sum'], row['id'], row['root'], row['kind'], row['lane'], row['input']);
  requireSound(row['output_sum'], row['id'], row['state'], row['output']);
  return rowSchema.parse(row);
}

/** A task as the journal holds it; input and output are JSON texts. */
export type TaskRow = z.infer<typeof rowSchema>;

/** The statements on tasks and steps, each committed before it returns. */
export function createTaskStore(database: DatabaseSync, clock: Clock) {
  const insert = database.prepare(
    "insert or ignore into task (id, root, kind, lane, priority, rank, input, state, created, input_sum) values (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)",
  );
  const byId = database.prepare('select * from task where id = ?');
  const end = database.prepare(
    "update task set state = ?, output = ?, error = ?, ended = ?, output_sum = ? where id = ? and state in ('pending', 'attention')",
  );
  const reopen = database.prepare(
    "update task set state = 'pending', output_sum = null where id = ? and state != 'cancelled'",
  );
  const setState = database.prepare('update task set state = ?, output_sum = null where id = ?');
  const steps = database.prepare('select name, output, sum from step where task = ?');
  const addStep = database.prepare('insert into step (task, name, output, at, sum) values (?, ?, ?, ?, ?)');
  const stepOf = database.prepare('select 1 from step where task = ? and name = ?');
  const findPark = database.prepare('select task from step where name = ?');
  const cancel = database.prepare(
    "update task set cancel = 1 where id = ? and state = 'pending' and cancel = 0",
  );
  const cancelHeld = database.prepare(
    "update task set cancel = 1, state = 'cancelled', ended = ?, output_sum = null where id = ? and id = root and state = 'attention'",
  );
  const parks = database.prepare(
    `select task, name from step where name like 'park:%' and task in (select id from task where state = 'attention' and id != root)
     and not exists (select 1 from step other where other.task = step.task and other.name = 'decision:' || substr(step.name, 6))`,
  );
  const isCancelled = database.prepare('select cancel from task where id = ?');
  const held = database.prepare(
    "select 1 from task where root = ? and id != root and state = 'attention' limit 1",
  );
  const unfinished = database.prepare("select * from task where state = 'pending' order by rowid");
  const roots = database.prepare(
    'select * from task where id = root order by created desc, rowid desc limit ?',
  );
  // The index on states is the one to use: few runs are in the states that are asked for.
  const rootsIn = database.prepare(
    'select * from task where +id = root and state in (select value from json_each(?)) order by +created desc, rowid desc limit ?',
  );

  const get = (id: string): TaskRow | undefined => {
    const row = byId.get(id);
    return row === undefined ? undefined : readRow(row);
  };

  return {
    get,
    /** Commits a new task, unless it is there already. */
    insertTask: ({ id, root, kind, lane, priority, rank, input, createdAt }: TaskRow): void =>
      void insert.run(
        id,
        root,
        kind,
        lane ?? null,
        priority,
        rank ?? null,
        input,
        createdAt,
        checksumOf(id, root, kind, lane ?? null, input),
      ),
    endTask: (id: string, { state, output, error }: TaskResult): void => {
      const text = JSON.stringify(output ?? null);
      end.run(state, text, error ?? null, clock.now(), checksumOf(id, state, text), id);
    },
    setState: (id: string, state: TaskState): void => void setState.run(state, id),
    readSteps: (task: string): Map<string, string> =>
      new Map(
        steps.all(task).map((row) => {
          requireSound(row['sum'], task, row['name'], row['output']);
          return [String(row['name']), String(row['output'])];
        }),
      ),
    addStep: (task: string, name: string, output: string): void =>
      void addStep.run(task, name, output, clock.now(), checksumOf(task, name, output)),
    cancel: (id: string): boolean => Number(cancel.run(id).changes) > 0,
    /** Ends a run that only waits for a person. */
    cancelHeld: (id: string): void => void cancelHeld.run(clock.now(), id),
    /** Tasks that wait for a person, with the attempt that each of them waits for. */
    parked: (): readonly { task: TaskRow; attempt: string }[] =>
      parks.all().flatMap((row) => {
        const task = get(String(row['task']));
        return task === undefined ? [] : [{ task, attempt: String(row['name']).slice('park:'.length) }];
      }),
    isCancelled: (id: string): boolean => Number(isCancelled.get(id)?.['cancel'] ?? 0) === 1,
    hasHeldChild: (root: string): boolean => held.get(root) !== undefined,
    unfinished: (): readonly TaskRow[] => unfinished.all().map(readRow),
    listRoots: (states: readonly TaskState[] | undefined, limit: number): readonly TaskRow[] =>
      (states === undefined ? roots.all(limit) : rootsIn.all(JSON.stringify(states), limit)).map(readRow),
    /** Stores a decision about a parked attempt, and makes its task and run go on. Undefined: nothing is parked there. */
    decide: (attempt: string, decision: string): TaskRow | undefined => {
      const found = findPark.get(`park:${attempt}`);
      const task = found === undefined ? undefined : get(String(found['task']));
      // A task parks on one attempt after the other; those before it are decided.
      if (task?.state !== 'attention' || stepOf.get(task.id, `decision:${attempt}`) !== undefined)
        return undefined;
      inTransaction(database, () => {
        const name = `decision:${attempt}`;
        addStep.run(task.id, name, decision, clock.now(), checksumOf(task.id, name, decision));
        setState.run('pending', task.id);
        // A run that was stopped stays so; what its attempt brings is collected all the same.
        reopen.run(task.root);
      });
      return { ...task, state: 'pending' };
    },
  };
}

export type TaskStore = ReturnType<typeof createTaskStore>;
