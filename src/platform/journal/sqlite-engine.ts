import type { DatabaseSync } from 'node:sqlite';

import type {
  AttentionDecision,
  DurableEngine,
  TaskBody,
  TaskResult,
  TaskSummary,
} from '#core/durable/seam.ts';
import type { Clock } from '#core/run/capabilities.ts';

import { JournalDamagedError } from './checksum.ts';
import type { EventLog } from './event-log.ts';
import { createLaneLog } from './lane-log.ts';
import { createLanes, type LaneLimits, type Place } from './lanes.ts';
import { createLiveTask, deliver, type LiveTask } from './live-task.ts';
import type { RunQueue } from './run-queue.ts';
import { createContext, type ContextOptions } from './task-context.ts';
import { createTaskStore, type TaskRow } from './task-store.ts';
import { JournalUnavailableError, type JournalWriter } from './writer.ts';

export interface SqliteEngineOptions {
  readonly database: DatabaseSync;
  readonly events: EventLog;
  readonly queue: RunQueue;
  readonly limitsOf: (lane: string) => LaneLimits;
  readonly clock: Clock;
  readonly writer: JournalWriter;
}

/** A task that waits for a person over an attempt, with the results of its steps by name. */
export interface ParkedTask {
  readonly attempt: string;
  readonly run: string;
  readonly task: { readonly id: string; readonly input: unknown; readonly lane: string | undefined };
  readonly steps: ReadonlyMap<string, unknown>;
}

/** The embedded adapter of the durable seam, with what only its owner may do. */
export interface SqliteEngine extends DurableEngine {
  /** Every task that waits for a person, also those of runs that were stopped. */
  parked(): readonly ParkedTask[];
  /** Goes on with everything that a former process left unfinished. */
  recover(): void;
  /** From now on nothing is written; bodies under way stop at their next step. */
  stop(): void;
}

/**
 * Tasks and steps in one SQLite file. A step's result is committed before it is answered; a task that did not end is
 * executed again by the next process, with the results of its steps replayed.
 */
export function createSqliteEngine(options: SqliteEngineOptions): SqliteEngine {
  const { events, queue, database, clock, limitsOf, writer } = options;
  const store = createTaskStore(database, clock);
  const laneLog = createLaneLog({ database, writer });
  // What cannot be journalled is not bought.
  const isPaused = (): boolean => queue.isPaused() || writer.health().state !== 'ok';
  const rankOf = (run: string): number => queue.rankOf(run);
  const lanes = createLanes({ limitsOf, clock, log: laneLog, rankOf, isPaused });
  queue.subscribe(() => lanes.pump());
  writer.subscribe(() => lanes.pump());
  const bodies = new Map<string, { body: TaskBody; ephemeral: boolean }>();
  const live = new Map<string, LiveTask>();
  const parked = new Map<string, (decision: AttentionDecision) => void>();
  /** Places that tasks of the former process had. */
  const kept = new Map<string, Place>();

  const bodyOf = (kind: string) => {
    const found = bodies.get(kind);
    if (found === undefined) throw new Error(`No task body is registered for "${kind}".`);
    return found;
  };

  const launch = (row: TaskRow, { ephemeral = false, isNew = false } = {}): LiveTask => {
    const task = createLiveTask(row, ephemeral, kept.get(row.id));
    kept.delete(row.id);
    live.set(row.id, task);
    if (store.isCancelled(row.root)) task.controller.abort(new Error('cancelled'));
    if (row.state === 'pending' || row.state === 'attention') void execute(task, isNew);
    else finish(task, { id: row.id, state: row.state, output: parseOrNull(row.output) });
    return task;
  };

  const finish = (task: LiveTask, result: TaskResult): void => {
    task.result = result;
    deliver(task, result);
    const { id, root } = task.row;
    if (id === root)
      for (const other of [...live.values()])
        if (other.row.root === root && other.result !== undefined) live.delete(other.row.id);
    if (live.get(root) === undefined) live.delete(id);
  };

  const startChild: ContextOptions['startChild'] = ({ row: { id, root } }, child) => {
    const childId = `${id}:${encodeURIComponent(child.node)}:${child.execution}`;
    const existing = live.get(childId);
    if (existing !== undefined) return existing;
    const { ephemeral } = bodyOf(child.kind);
    const known = ephemeral ? undefined : store.get(childId);
    const row = known ?? {
      ...newRow,
      id: childId,
      root,
      kind: child.kind,
      lane: child.options?.lane,
      priority: child.options?.priority ?? 0,
      input: JSON.stringify(child.input),
      createdAt: clock.now(),
    };
    return launch(row, { ephemeral, isNew: known === undefined });
  };
  const context: ContextOptions = {
    store,
    events,
    lanes,
    isPaused,
    parked,
    writer,
    startChild,
    hasRunEnded: (root) => !live.has(root) || live.get(root)?.result !== undefined,
  };

  const execute = async (task: LiveTask, isNew: boolean): Promise<void> => {
    const { id, root, kind } = task.row;
    if (isNew && !task.ephemeral) await writer.store(() => store.insertTask(task.row));
    let result: TaskResult;
    try {
      const output = await bodyOf(kind).body(createContext(task, context), JSON.parse(task.row.input));
      const text = JSON.stringify(output ?? null);
      result = { id, state: endState(task), output: JSON.parse(text) };
    } catch (error) {
      // What was paid for may stand in the row that cannot be read: the task has not failed, the journal has.
      if (error instanceof JournalDamagedError) writer.condemn(error);
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      result = { id, state: 'error', output: null, error: message };
    }
    if (writer.isStopped()) return;
    if (id === root && task.stale) {
      live.delete(id);
      launch(task.row);
      return;
    }
    if (!task.ephemeral)
      await writer.store(() =>
        // What is known to have ended has told all of its story.
        events.write(() => store.endTask(id, result)),
      );
    task.place?.leave('ended');
    if (id === root) queue.remove(id);
    finish(task, result);
  };

  /** A root that was cancelled ends so; one with a child that waits for a person waits with it. */
  const endState = ({ row: { id, root } }: LiveTask): TaskResult['state'] => {
    if (id !== root) return 'success';
    if (store.isCancelled(root)) return 'cancelled';
    return store.hasHeldChild(root) ? 'attention' : 'success';
  };

  return {
    register: (kind, body, { ephemeral = false } = {}) => void bodies.set(kind, { body, ephemeral }),
    run: async (kind, id, input) => {
      if (store.get(id) !== undefined) return { created: false };
      const rank = queue.nextRank();
      const row = {
        ...newRow,
        id,
        root: id,
        kind,
        rank,
        input: JSON.stringify(input),
        createdAt: clock.now(),
      };
      writer.storeNow(() => store.insertTask(row));
      queue.add(id, rank);
      launch(row);
      return { created: true };
    },
    cancel: async (id) => {
      const task = store.get(id);
      if (task?.state === 'attention' && task.root === id) {
        events.repeatEnd(id, 'cancelled');
        writer.storeNow(() => events.write(() => store.cancelHeld(id)));
        return true;
      }
      if (!writer.storeNow(() => store.cancel(id))) return false;
      for (const task of live.values())
        if (task.row.root === id) task.controller.abort(new Error('cancelled'));
      return true;
    },
    resume: async (attempt, decision) => {
      const row = writer.storeNow(() => store.decide(attempt, JSON.stringify(decision)));
      if (row === undefined) return false;
      const resolve = parked.get(attempt);
      parked.delete(attempt);
      if (resolve === undefined) launch(row);
      else resolve(decision);
      const root = live.get(row.root);
      if (root !== undefined && root.result === undefined) root.stale = true;
      else {
        live.delete(row.root);
        const rootRow = store.get(row.root);
        if (rootRow === undefined || rootRow.state === 'cancelled') return true;
        queue.add(row.root, rootRow.rank ?? queue.nextRank());
        launch(rootRow);
      }
      return true;
    },
    list: async ({ states, limit = 1_000 } = {}) => store.listRoots(states, limit).map(summarize),
    get: async (id) => {
      const row = store.get(id);
      return row === undefined ? undefined : summarize(row);
    },
    parked: () =>
      store.parked().map(({ task, attempt }) => ({
        attempt,
        run: task.root,
        task: { id: task.id, input: JSON.parse(task.input), lane: task.lane },
        steps: new Map([...store.readSteps(task.id)].map(([name, text]) => [name, JSON.parse(text)])),
      })),
    lastSeq: async () => events.newestSeq(),
    events: (run, fromSeq, signal) => events.follow(run, fromSeq, signal),
    recover: () => {
      const rows = store.unfinished();
      for (const { id, root, rank } of rows) if (id === root) queue.add(id, rank ?? queue.nextRank());
      // Places that are taken come first, before anybody enters beside them.
      for (const { task, lane } of laneLog.holders()) kept.set(task, lanes.keep(lane, task));
      for (const row of rows) if (!live.has(row.id)) launch(row);
    },
    stop: () => {
      try {
        writer.storeNow(() => events.write());
      } catch (error) {
        // Events are progress: what could not be kept is told again by the next process.
        if (!(error instanceof JournalUnavailableError)) throw error;
      }
      writer.stop();
    },
  };
}

/** A task as it begins. */
const newRow = {
  lane: undefined,
  priority: 0,
  rank: undefined,
  state: 'pending',
  output: undefined,
  endedAt: undefined,
  cancelRequested: false,
} as const;

const parseOrNull = (text: string | undefined): unknown => (text === undefined ? null : JSON.parse(text));

const summarize = ({
  id,
  kind,
  state,
  input,
  output,
  createdAt,
  endedAt,
  cancelRequested,
}: TaskRow): TaskSummary => ({
  id,
  kind,
  state,
  input: JSON.parse(input),
  output: parseOrNull(output),
  createdAt,
  endedAt,
  cancelRequested,
});
