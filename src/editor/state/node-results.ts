import type { ShownImage } from '#core/run/snapshot.ts';

import { stepImages } from '../workflow/run-view.ts';
import type { JobSummary, RunState } from './run-store.ts';
import type { Sheet } from './tab.ts';

/** Runs of a workflow, oldest first: those started from its sheet, and those of its file. */
export function ownRuns(jobs: readonly JobSummary[], { file, runs }: Sheet): readonly string[] {
  const listed = jobs
    .filter(({ id, workflow_file: from }) => runs.includes(id) || (file !== null && from === file))
    .map(({ id }) => id)
    .toReversed();
  // A run that was started this moment is not in the list yet.
  return [...listed, ...runs.filter((run) => !listed.includes(run))];
}

/** Runs in which the node got images, oldest first; the same images again are told once, at their last time. */
export function resultRuns(state: RunState, own: readonly string[], node: string): readonly string[] {
  const byImages = new Map<string, string>();
  for (const run of own) {
    const step = state.snapshots.get(run)?.steps.get(node);
    if (step === undefined) continue;
    const images = stepImages(step);
    if (images.length === 0) continue;
    const key = keyOf(images);
    byImages.delete(key);
    byImages.set(key, run);
  }
  return [...byImages.values()];
}

const keys = new WeakMap<readonly ShownImage[], string>();

function keyOf(images: readonly ShownImage[]): string {
  let key = keys.get(images);
  if (key === undefined) keys.set(images, (key = images.map(({ asset }) => asset.hash).join(' ')));
  return key;
}

/** The run picked for the node, else the shown one if it brought images there, else the newest earlier one that did. */
export function nodeResultRun(state: RunState, own: readonly string[], node: string): string | undefined {
  const has = (run: string | null | undefined): run is string => {
    const step = run == null ? undefined : state.snapshots.get(run)?.steps.get(node);
    return step !== undefined && stepImages(step).length > 0;
  };
  const picked = state.picked.get(node);
  if (has(picked)) return picked;
  if (has(state.shown)) return state.shown;
  return own.findLast((run) => has(run));
}
