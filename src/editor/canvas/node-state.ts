import type { StepSnapshot } from '#core/run/snapshot.ts';

import { shownSnapshot, type RunState } from '../state/run-store.ts';
import { nodeState, type NodeState } from '../workflow/run-view.ts';

/** State of a node in the run that the canvas shows. */
export const selectNodeState =
  (node: string) =>
  (state: RunState): NodeState =>
    nodeState(shownSnapshot(state)?.steps.get(node));

/** The node's step in the run that the canvas shows. */
export const selectStep =
  (node: string) =>
  (state: RunState): StepSnapshot | undefined =>
    shownSnapshot(state)?.steps.get(node);
