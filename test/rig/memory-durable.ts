import type {
  AttentionDecision,
  DurableEngine,
  JournalValue,
  TaskBody,
  TaskContext,
  TaskResult,
  TaskState,
  TaskSummary,
} from '#core/durable/seam.ts';
import type { Clock } from '#core/run/capabilities.ts';
import type { RunEvent } from '#core/run/event.ts';

interface Task {
  readonly id: string;
  readonly root: string;
  readonly kind: string;
  readonly input: string;
  readonly createdAt: number;
  /** Results of steps and decisions of a person, as JSON by name. */
  readonly steps: Map<string, string>;
  readonly controller: AbortController;
  readonly parents: Set<Task>;
  /** Results of its children that it has not asked for yet. */
  mailbox: TaskResult[];
  wake: (() => void) | undefined;
  state: TaskState;
  output: JournalValue;
  error: string | undefined;
  endedAt: number | undefined;
  cancelRequested: boolean;
  /** Parked attempts by name, and how to go on with them. */
  readonly parked: Map<string, (decision: AttentionDecision) => void>;
  /** A child that this execution had counted as held goes on: execute again once it has ended. */
  stale: boolean;
}

const toJson = (value: JournalValue): string => JSON.stringify(value ?? null);

/**
 * The durable seam in memory: tasks, steps and events as long as the process lives. Lanes hold nobody back. Everything
 * passes through JSON, as in a real journal.
 */
export function createMemoryDurable(clock: Clock): DurableEngine {
  const bodies = new Map<string, TaskBody>();
  const tasks = new Map<string, Task>();
  const log: RunEvent[] = [];
  const listeners = new Set<() => void>();
  let executions = 0;

  const addTask = (draft: Pick<Task, 'id' | 'root' | 'kind' | 'input'>): Task => {
    const task: Task = {
      ...draft,
      createdAt: clock.now(),
      steps: new Map(),
      controller: new AbortController(),
      parents: new Set(),
      mailbox: [],
      wake: undefined,
      state: 'pending',
      output: null,
      error: undefined,
      endedAt: undefined,
      cancelRequested: false,
      parked: new Map(),
      stale: false,
    };
    tasks.set(task.id, task);
    return task;
  };

  const resultOf = ({ id, state, output, error }: Task): TaskResult | undefined =>
    state === 'pending' ? undefined : { id, state, output, ...(error === undefined ? {} : { error }) };

  const deliver = (task: Task): void => {
    const result = resultOf(task);
    if (result === undefined) return;
    for (const parent of task.parents) {
      parent.mailbox.push(result);
      parent.wake?.();
    }
  };

  const isCancelled = (task: Task): boolean => tasks.get(task.root)?.cancelRequested === true;

  const startChild = (parent: Task, child: Parameters<TaskContext['start']>[0]): { id: string } => {
    const id = `${parent.id}:${encodeURIComponent(child.node)}:${child.execution}`;
    const known = tasks.get(id);
    const task = known ?? addTask({ id, root: parent.root, kind: child.kind, input: toJson(child.input) });
    task.parents.add(parent);
    if (known === undefined) {
      if (isCancelled(task)) task.controller.abort(new Error('cancelled'));
      void execute(task);
    } else if (known.state !== 'pending') deliverTo(parent, known);
    return { id };
  };

  const deliverTo = (parent: Task, child: Task): void => {
    const result = resultOf(child);
    if (result === undefined) return;
    parent.mailbox.push(result);
    parent.wake?.();
  };

  const first = async (task: Task, ids: ReadonlySet<string>): Promise<TaskResult> => {
    for (;;) {
      const at = task.mailbox.findIndex(({ id }) => ids.has(id));
      const [result] = at === -1 ? [] : task.mailbox.splice(at, 1);
      if (result !== undefined) return result;
      await new Promise<void>((resolve) => {
        task.wake = resolve;
      });
    }
  };

  const step = async <T extends JournalValue>(
    task: Task,
    name: string,
    body: () => Promise<T> | T,
  ): Promise<T> => {
    const known = task.steps.get(name);
    const text = known ?? toJson(await body());
    task.steps.set(name, text);
    // What is stored under a name is what this very body returned.
    return JSON.parse(text);
  };

  const attention = async (task: Task, attempt: string): Promise<AttentionDecision> => {
    const decided = task.steps.get(`decision:${attempt}`);
    if (decided !== undefined) return JSON.parse(decided);
    task.state = 'attention';
    deliver(task);
    return new Promise((resolve) => task.parked.set(attempt, resolve));
  };

  const contextOf = (task: Task): TaskContext => {
    executions += 1;
    return {
      id: task.id,
      run: task.root,
      execution: `execution-${executions}`,
      signal: task.controller.signal,
      step: (name, body) => step(task, name, body),
      start: (child) => startChild(task, child),
      first: (handles) => first(task, new Set(handles.map(({ id }) => id))),
      emit: (draft) => {
        log.push({ ...draft, seq: log.length + 1, run: task.root, at: clock.now() });
        for (const listener of listeners) listener();
      },
      hasRunEnded: () => tasks.get(task.root)?.endedAt !== undefined,
      lane: { enter: async () => {}, leave: () => {}, isPaused: () => false },
      attention: (attempt) => attention(task, attempt),
    };
  };

  const execute = async (task: Task): Promise<void> => {
    task.state = 'pending';
    task.mailbox = [];
    task.stale = false;
    try {
      const body = bodies.get(task.kind);
      if (body === undefined) throw new Error(`No task body is registered for "${task.kind}".`);
      task.output = JSON.parse(toJson(await body(contextOf(task), JSON.parse(task.input))));
      if (task.stale) return void execute(task);
      const held = [...tasks.values()].some(({ root, state }) => root === task.root && state === 'attention');
      task.state = 'success';
      if (task.id === task.root)
        task.state = isCancelled(task) ? 'cancelled' : held ? 'attention' : 'success';
    } catch (error) {
      task.state = 'error';
      task.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    if (task.state !== 'attention') task.endedAt = clock.now();
    deliver(task);
    for (const listener of listeners) listener();
  };

  return {
    register: (kind, body) => void bodies.set(kind, body),
    run: async (kind, id, input) => {
      if (tasks.has(id)) return { created: false };
      void execute(addTask({ id, root: id, kind, input: toJson(input) }));
      return { created: true };
    },
    cancel: async (id) => {
      const root = tasks.get(id);
      if (root === undefined || root.root !== id || root.endedAt !== undefined) return false;
      root.cancelRequested = true;
      if (root.state === 'attention') {
        root.state = 'cancelled';
        root.endedAt = clock.now();
      }
      for (const task of tasks.values()) if (task.root === id) task.controller.abort(new Error('cancelled'));
      return true;
    },
    resume: async (attempt, decision) => {
      const task = [...tasks.values()].find(({ parked }) => parked.has(attempt));
      const goOn = task?.parked.get(attempt);
      if (task === undefined || goOn === undefined) return false;
      task.parked.delete(attempt);
      task.steps.set(`decision:${attempt}`, toJson(decision));
      task.state = 'pending';
      const root = tasks.get(task.root);
      if (root !== undefined && root.state === 'pending') root.stale = true;
      else if (root !== undefined) void execute(root);
      goOn(decision);
      return true;
    },
    list: async ({ states, limit = 1_000 } = {}) =>
      [...tasks.values()]
        .filter(({ id, root, state }) => id === root && (states === undefined || states.includes(state)))
        .toReversed()
        .slice(0, limit)
        .map(summarize),
    get: async (id) => {
      const task = tasks.get(id);
      return task === undefined ? undefined : summarize(task);
    },
    lastSeq: async () => log.length,
    events: async function* events(run, fromSeq, signal) {
      let wake: () => void = () => {};
      const listener = (): void => wake();
      listeners.add(listener);
      signal.addEventListener('abort', listener);
      try {
        for (let at = fromSeq; !signal.aborted;) {
          const event = log[at];
          if (event === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
            continue;
          }
          at += 1;
          if (run === undefined || event.run === run) yield event;
        }
      } finally {
        listeners.delete(listener);
        signal.removeEventListener('abort', listener);
      }
    },
  };
}

const summarize = (task: Task): TaskSummary => ({
  id: task.id,
  kind: task.kind,
  state: task.state,
  input: JSON.parse(task.input),
  output: task.output,
  createdAt: task.createdAt,
  endedAt: task.endedAt,
  cancelRequested: task.cancelRequested,
});
