import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Duration } from '#core/api/durations.ts';
import type { Job } from '#core/api/jobs.ts';
import type { Queue } from '#core/api/queue.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { RunEvent } from '#core/run/event.ts';
import { emptySnapshot, reduceRunAll, type RunSnapshot } from '#core/run/snapshot.ts';

/** What the list of runs shows, from the jobs API; newest first. */
export type JobSummary = Pick<
  Job,
  | 'id'
  | 'name'
  | 'created_at'
  | 'started_at'
  | 'completed_at'
  | 'workflow_file'
  | 'status'
  | 'outcome'
  | 'queue_position'
  | 'progress'
  | 'metrics'
  | 'outputs'
>;

export interface RunState {
  /** Folded events by run. Only runs that someone looks at are here. */
  readonly snapshots: ReadonlyMap<string, RunSnapshot>;
  readonly jobs: readonly JobSummary[];
  /** Run whose results the canvas shows, null when there is none. */
  readonly shown: string | null;
  /** The documents that runs were started with, as far as somebody asked for them. */
  readonly documents: ReadonlyMap<string, WorkflowDocument>;
  /** Runs whose results a person wants to see at a node, in place of the shown run's. */
  readonly picked: ReadonlyMap<string, string>;
  /** The order in which runs buy; null until it is known. */
  readonly queue: Queue | null;
  /** How long purchases took of late. */
  readonly durations: readonly Duration[];
  /** `offline` after a connection was lost, until it is back. */
  readonly connection: 'connecting' | 'live' | 'offline';
  /** Runs for which a person pressed Stop and which have not ended yet. */
  readonly stopping: ReadonlySet<string>;
}

/** Folded run events: what the server says, never what the editor hopes. */
export interface RunStore extends StoreApi<RunState> {
  /** Folds events in; one store update however many they are. */
  fold(events: readonly RunEvent[]): void;
}

export function createRunStore(): RunStore {
  const store = createStore<RunState>(() => ({
    snapshots: new Map(),
    jobs: [],
    shown: null,
    documents: new Map(),
    picked: new Map(),
    queue: null,
    durations: [],
    connection: 'connecting',
    stopping: new Set(),
  }));
  return {
    ...store,
    fold: (events) =>
      store.setState((state) => {
        const snapshots = new Map(state.snapshots);
        for (const [run, told] of Map.groupBy(events, (event) => event.run))
          snapshots.set(run, reduceRunAll(snapshots.get(run) ?? emptySnapshot(run), told));
        return { ...state, snapshots };
      }),
  };
}

/** Whether a run still has work to do. */
export const isActive = (snapshot: RunSnapshot): boolean =>
  snapshot.state === 'queued' || snapshot.state === 'running';

export const shownSnapshot = (state: RunState): RunSnapshot | undefined =>
  state.shown === null ? undefined : state.snapshots.get(state.shown);

/** Shows the results of a run on the canvas; what was picked at single nodes is let go. */
export const showRun = (store: RunStore, run: string | null): void =>
  store.setState({ shown: run, picked: new Map() });

/** Runs of this workflow (`own`) that work, oldest first. */
export const activeRuns = (state: RunState, own: readonly string[]): readonly string[] =>
  own.filter((run) => {
    const snapshot = state.snapshots.get(run);
    return snapshot !== undefined && isActive(snapshot);
  });

/** The run that Stop means: the one shown if it works, else the newest of this workflow (`own`) that does. */
export function stoppableRun(state: RunState, own: readonly string[]): string | undefined {
  const works = (run: string | null): boolean => {
    const snapshot = run === null ? undefined : state.snapshots.get(run);
    return snapshot !== undefined && isActive(snapshot);
  };
  return state.shown !== null && works(state.shown) ? state.shown : own.findLast(works);
}
