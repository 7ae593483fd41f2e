import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Job } from '#core/api/jobs.ts';
import type { RunEvent } from '#core/run/event.ts';
import { emptySnapshot, reduceRunAll, type RunSnapshot } from '#core/run/snapshot.ts';

/** What the list of runs shows, from the jobs API; newest first. */
export type JobSummary = Pick<
  Job,
  'id' | 'name' | 'created_at' | 'workflow_file' | 'status' | 'outcome' | 'queue_position'
>;

export interface RunState {
  /** Folded events by run. Only runs that someone looks at are here. */
  readonly snapshots: ReadonlyMap<string, RunSnapshot>;
  readonly jobs: readonly JobSummary[];
  /** Run whose results the canvas shows, null when there is none. */
  readonly shown: string | null;
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

/** The run that Stop means: the one shown if it works, else the newest of this workflow (`own`) that does. */
export function stoppableRun(state: RunState, own: readonly string[]): string | undefined {
  const works = (run: string | null): boolean => {
    const snapshot = run === null ? undefined : state.snapshots.get(run);
    return snapshot !== undefined && isActive(snapshot);
  };
  return state.shown !== null && works(state.shown) ? state.shown : own.findLast(works);
}
