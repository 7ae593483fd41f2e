import { useMemo } from 'react';

import type { StepSnapshot } from '#core/run/snapshot.ts';

import { documentOf, sheetOf } from '../state/document-store.ts';
import { nodeResultRun, ownRuns, resultRuns } from '../state/node-results.ts';
import { useDocument, useRuns, useSession } from '../state/stores.ts';
import { changedNodes } from '../workflow/changed-nodes.ts';

/** What a node shows: of which run, and whether that is another one than the shown run. */
export interface NodeResult {
  readonly run: string;
  readonly step: StepSnapshot;
  readonly earlier: boolean;
}

/** Runs of the open workflow, oldest first. */
export function useOwnRuns(): readonly string[] {
  const sheet = useDocument(sheetOf);
  const jobs = useRuns((state) => state.jobs);
  return useMemo(() => ownRuns(jobs, sheet), [jobs, sheet]);
}

/** What the node shows of its runs. */
export function useNodeResult(id: string, own: readonly string[]): NodeResult | undefined {
  const run = useRuns((state) => nodeResultRun(state, own, id));
  const step = useRuns((state) => (run === undefined ? undefined : state.snapshots.get(run)?.steps.get(id)));
  const earlier = useRuns((state) => run !== state.shown);
  return useMemo(
    () => (run === undefined || step === undefined ? undefined : { run, step, earlier }),
    [run, step, earlier],
  );
}

/** Runs among which the node's arrows go, oldest first. */
export function useResultRuns(id: string, own: readonly string[]): readonly string[] {
  const key = useRuns((state) => resultRuns(state, own, id).join('\n'));
  return useMemo(() => (key === '' ? [] : key.split('\n')), [key]);
}

/** Whether the node would run again and bring something else than the shown run did. */
export function useChanged(id: string): boolean {
  const made = useRuns((state) => (state.shown === null ? undefined : state.documents.get(state.shown)));
  const catalog = useSession((state) => state.catalog);
  return useDocument((state) => made !== undefined && changedNodes(documentOf(state), made, catalog).has(id));
}
