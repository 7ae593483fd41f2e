import type { RunEvent, RunEventDraft } from '../run/event.ts';

/** Small JSON; image bytes live in the asset store and only their handles pass through the journal. */
export type JournalValue = unknown;

/** How a task ended. `attention` is no end: the task waits for a person and goes on after `resume`. */
export type TaskState = 'pending' | 'success' | 'error' | 'cancelled' | 'attention';

export interface TaskResult {
  readonly id: string;
  readonly state: Exclude<TaskState, 'pending'>;
  readonly output: JournalValue;
  /** The message of the error that ended it; bugs and cancellation only, expected failures are outputs. */
  readonly error?: string;
}

export interface TaskHandle {
  readonly id: string;
}

export interface StartOptions {
  /** Queue that limits how many of its tasks have a place at once and how many take one a minute. */
  readonly lane?: string;
  /** Higher goes first among the tasks of its run. */
  readonly priority?: number;
}

export interface ChildTask {
  /** Name of a registered body. */
  readonly kind: string;
  /** With the parent's id, the stable id of the task: `run:node:execution`. */
  readonly node: string;
  readonly execution: number;
  readonly input: JournalValue;
  readonly options?: StartOptions;
}

/** What a task body may do. One task is one strictly sequential chain of steps; parallelism is between tasks only. */
export interface TaskContext {
  readonly id: string;
  /** The root task this one belongs to; equal to `id` in the root. */
  readonly run: string;
  /** Random and new for every execution of the body; compared, never branched on outside a step. */
  readonly execution: string;
  /** Aborts when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Whether the run ended without waiting for this task, which nobody listens to any more. */
  hasRunEnded(): boolean;
  /**
   * Runs `body` and puts its result on stable storage before answering. In a later execution of the task the stored
   * result is answered and `body` does not run. Names are stable and versioned (`submit#1`).
   */
  step<T extends JournalValue>(name: string, body: () => Promise<T> | T): Promise<T>;
  /** Starts a child task; idempotent by its id. */
  start(child: ChildTask): TaskHandle;
  /** The first of these to end. */
  first(handles: readonly TaskHandle[]): Promise<TaskResult>;
  /** Appends to the run's events. Events are progress, not state: they may be told again after a crash. */
  emit(event: RunEventDraft): void;
  /** The task's place in its lane. One of a former process that had it still has it. */
  readonly lane: TaskLane;
  /** Parks the task for a person. Resolves with the decision once someone resolves the attempt. */
  attention(attempt: string): Promise<AttentionDecision>;
}

/** A place is kept until the task ends, parks, or gives it back. */
export interface TaskLane {
  /**
   * Waits for a place, in the order of the runs; at once when the task has one, when it has no lane, or when it is
   * cancelled. Without a place also when `stop` aborts.
   */
  enter(stop?: AbortSignal): Promise<void>;
  /**
   * Gives the place back. `unused`: nothing was sent meanwhile, so it counts against no rate. `throttled`: it was refused
   * as too many, so that fewer have a place at once for a while.
   */
  leave(how: 'used' | 'unused' | 'throttled'): void;
  /** Nothing new is to be submitted at the moment. */
  isPaused(): boolean;
}

/** What a person decides about an attempt with unknown outcome. */
export type AttentionDecision = { type: 'adopt'; requestId: string } | { type: 'release' } | { type: 'lost' };

export type TaskBody = (task: TaskContext, input: JournalValue) => Promise<JournalValue>;

export interface TaskSummary {
  readonly id: string;
  readonly kind: string;
  readonly state: TaskState;
  readonly input: JournalValue;
  readonly output: JournalValue;
  /** ms since epoch. */
  readonly createdAt: number;
  readonly endedAt: number | undefined;
  readonly cancelRequested: boolean;
}

/** The engine side of the seam. The embedded adapter keeps it in one SQLite file; another may keep it elsewhere. */
export interface DurableEngine {
  /** Bodies by kind; to be complete before `recover`. `ephemeral` bodies are pure and simply run again. */
  register(kind: string, body: TaskBody, options?: { ephemeral?: boolean }): void;
  /** Commits a root task and starts it. Idempotent by id: the same id again answers the same task. */
  run(kind: string, id: string, input: JournalValue): Promise<{ created: boolean }>;
  /** Durable before it answers; idempotent. False: no such task, or ended already. */
  cancel(id: string): Promise<boolean>;
  /** Goes on with a task that waits for a person. */
  resume(attempt: string, decision: AttentionDecision): Promise<boolean>;
  /** Root tasks, newest first. */
  list(filter?: { states?: readonly TaskState[]; limit?: number }): Promise<readonly TaskSummary[]>;
  get(id: string): Promise<TaskSummary | undefined>;
  /** The seq of the newest event of all runs; 0 before the first. */
  lastSeq(): Promise<number>;
  /** Events after `fromSeq` of one run, or of all runs when `run` is undefined: first the stored ones, then live ones until aborted. */
  events(run: string | undefined, fromSeq: number, signal: AbortSignal): AsyncIterable<RunEvent>;
}
