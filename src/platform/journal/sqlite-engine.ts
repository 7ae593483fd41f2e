import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type {
  AttentionDecision,
  DurableEngine,
  TaskBody,
  TaskContext,
  TaskResult,
  TaskSummary,
} from '#core/durable/seam.ts';
import type { Clock } from '#core/run/capabilities.ts';

import type { EventLog } from './event-log.ts';
import type { Lanes } from './lanes.ts';
import { createTaskStore, type TaskRow } from './task-store.ts';

/** A task of this process. */
interface LiveTask {
  readonly row: TaskRow;
  readonly ephemeral: boolean;
  readonly controller: AbortController;
  /** Results of its children that nobody has asked for yet. */
  readonly mailbox: TaskResult[];
  readonly parents: Set<LiveTask>;
  result: TaskResult | undefined;
  /** While it waits for a person. */
  parked: TaskResult | undefined;
  wake: (() => void) | undefined;
  /** A decision arrived for a child that this execution had already counted as held. */
  stale: boolean;
}

export interface SqliteEngineOptions {
  readonly database: DatabaseSync;
  readonly events: EventLog;
  readonly lanes: Lanes;
  readonly clock: Clock;
  /** The journal cannot be written any more; the process has to end. */
  readonly onFatal: (error: unknown) => void;
}

/** The embedded adapter of the durable seam, with what only its owner may do. */
export interface SqliteEngine extends DurableEngine {
  /** Goes on with everything that a former process left unfinished. */
  recover(): void;
  /** From now on nothing is written; bodies under way stop at their next step. */
  stop(): void;
}

const never = <T>(): Promise<T> => new Promise<T>(() => {});

/**
 * Tasks and steps in one SQLite file. A step's result is committed before it is answered; a task that did not end is
 * executed again by the next process, with the results of its steps replayed.
 */
export function createSqliteEngine(options: SqliteEngineOptions): SqliteEngine {
  const { events, lanes } = options;
  const store = createTaskStore(options.database, options.clock);
  const bodies = new Map<string, { body: TaskBody; ephemeral: boolean }>();
  const live = new Map<string, LiveTask>();
  const parked = new Map<string, (decision: AttentionDecision) => void>();
  let stopped = false;

  const deliver = (task: LiveTask, result: TaskResult): void => {
    for (const parent of task.parents) {
      parent.mailbox.push(result);
      parent.wake?.();
    }
  };

  const contextOf = (task: LiveTask, lane: { leave(): void; enter(): Promise<void> }): TaskContext => {
    const { id, root } = task.row;
    const stored = task.ephemeral ? new Map<string, string>() : store.readSteps(id);
    const step: TaskContext['step'] = async (name, body) => {
      const known = stored.get(name);
      // What was stored is what an earlier execution of this very body returned.
      if (known !== undefined) return JSON.parse(known);
      if (stopped) return never();
      const text = JSON.stringify((await body()) ?? null);
      if (stopped) return never();
      try {
        if (!task.ephemeral) store.addStep(id, name, text);
      } catch (error) {
        // What was done can no longer be known later, so nothing may go on from here: the next process finds the task
        // as it was before this step.
        stopped = true;
        options.onFatal(error);
        return never();
      }
      stored.set(name, text);
      return JSON.parse(text);
    };
    return {
      id,
      run: root,
      execution: randomUUID(),
      signal: task.controller.signal,
      step,
      emit: (draft) => {
        if (!stopped) events.append(root, draft);
      },
      start: (child) => {
        const childId = `${id}:${encodeURIComponent(child.node)}:${child.execution}`;
        const existing = live.get(childId);
        const { ephemeral } = bodyOf(child.kind);
        const row =
          existing?.row ??
          store.insertTask(
            {
              id: childId,
              root,
              kind: child.kind,
              lane: child.options?.lane,
              priority: child.options?.priority ?? 0,
              input: JSON.stringify(child.input),
            },
            ephemeral,
          );
        const started = existing ?? launch(row, ephemeral);
        started.parents.add(task);
        const known = started.result ?? started.parked;
        if (known !== undefined) {
          task.mailbox.push(known);
          task.wake?.();
        }
        return { id: childId };
      },
      first: async (handles) => {
        for (;;) {
          const at = task.mailbox.findIndex(({ id: ended }) => handles.some((handle) => handle.id === ended));
          const [result] = at === -1 ? [] : task.mailbox.splice(at, 1);
          if (result !== undefined) return result;
          await new Promise<void>((resolve) => {
            task.wake = resolve;
          });
        }
      },
      attention: async (attempt) => {
        const decided = stored.get(`decision:${attempt}`);
        if (decided !== undefined) return JSON.parse(decided);
        await step(`park:${attempt}`, () => true);
        store.setState(id, 'attention');
        const decision = new Promise<AttentionDecision>((resolve) => parked.set(attempt, resolve));
        task.parked = { id, state: 'attention', output: { attempt } };
        deliver(task, task.parked);
        lane.leave();
        const answer = await decision;
        task.parked = undefined;
        await lane.enter();
        return answer;
      },
      outsideLane: async (wait) => {
        lane.leave();
        const answer = await wait();
        await lane.enter();
        return answer;
      },
    };
  };

  const bodyOf = (kind: string) => {
    const found = bodies.get(kind);
    if (found === undefined) throw new Error(`No task body is registered for "${kind}".`);
    return found;
  };

  const launch = (row: TaskRow, ephemeral: boolean): LiveTask => {
    const task: LiveTask = {
      row,
      ephemeral,
      controller: new AbortController(),
      mailbox: [],
      parents: new Set(),
      result: undefined,
      parked: undefined,
      wake: undefined,
      stale: false,
    };
    live.set(row.id, task);
    if (store.isCancelled(row.root)) task.controller.abort(new Error('cancelled'));
    if (row.state === 'pending' || row.state === 'attention') void execute(task);
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

  /** A cancelled run has nothing to hold back: what it does then is only to look after what was sent. */
  const laneFor = (task: LiveTask) => {
    const { lane, priority } = task.row;
    let leave = (): void => {};
    return {
      enter: async (): Promise<void> => {
        if (lane !== undefined) leave = await lanes.enter(lane, priority, task.controller.signal);
      },
      leave: () => leave(),
    };
  };

  const execute = async (task: LiveTask): Promise<void> => {
    const { id, root, kind } = task.row;
    const lane = laneFor(task);
    let result: TaskResult;
    try {
      await lane.enter();
      if (stopped) return;
      const output = await bodyOf(kind).body(contextOf(task, lane), JSON.parse(task.row.input));
      const text = JSON.stringify(output ?? null);
      result = { id, state: endState(task), output: JSON.parse(text) };
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      result = { id, state: 'error', output: null, error: message };
    } finally {
      lane.leave();
    }
    if (stopped) return;
    events.flush();
    if (id === root && task.stale) {
      live.delete(id);
      launch(task.row, task.ephemeral);
      return;
    }
    if (!task.ephemeral) store.endTask(id, result);
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
      const { ephemeral } = bodyOf(kind);
      const row = store.insertTask(
        { id, root: id, kind, lane: undefined, priority: 0, input: JSON.stringify(input) },
        false,
      );
      launch(row, ephemeral);
      return { created: true };
    },
    cancel: async (id) => {
      if (!store.cancel(id)) return false;
      for (const task of live.values())
        if (task.row.root === id) task.controller.abort(new Error('cancelled'));
      return true;
    },
    resume: async (attempt, decision) => {
      const row = store.decide(attempt, JSON.stringify(decision));
      if (row === undefined) return false;
      const resolve = parked.get(attempt);
      parked.delete(attempt);
      if (resolve === undefined) launch(row, false);
      else resolve(decision);
      const root = live.get(row.root);
      if (root !== undefined && root.result === undefined) root.stale = true;
      else {
        live.delete(row.root);
        const rootRow = store.get(row.root);
        if (rootRow !== undefined) launch(rootRow, false);
      }
      return true;
    },
    list: async ({ states, limit = 1_000 } = {}) => store.listRoots(states, limit).map(summarize),
    get: async (id) => {
      const row = store.get(id);
      return row === undefined ? undefined : summarize(row);
    },
    lastSeq: async () => events.newestSeq(),
    events: (run, fromSeq, signal) => events.follow(run, fromSeq, signal),
    recover: () => {
      for (const row of store.unfinished()) if (!live.has(row.id)) launch(row, false);
    },
    stop: () => {
      events.flush();
      stopped = true;
    },
  };
}

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
