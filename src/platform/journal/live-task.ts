import type { TaskResult } from '#core/durable/seam.ts';

import type { Place } from './lanes.ts';
import type { TaskRow } from './task-store.ts';

/** A task of this process. */
export interface LiveTask {
  readonly row: TaskRow;
  readonly ephemeral: boolean;
  readonly controller: AbortController;
  /** Results of its children that nobody has asked for yet. */
  readonly mailbox: TaskResult[];
  readonly parents: Set<LiveTask>;
  /** Its place in its lane, while it has one. */
  place: Place | undefined;
  result: TaskResult | undefined;
  /** While it waits for a person. */
  parked: TaskResult | undefined;
  wake: (() => void) | undefined;
  /** A decision arrived for a child that this execution had already counted as held. */
  stale: boolean;
}

export const createLiveTask = (row: TaskRow, ephemeral: boolean, place: Place | undefined): LiveTask => ({
  row,
  ephemeral,
  controller: new AbortController(),
  mailbox: [],
  parents: new Set(),
  place,
  result: undefined,
  parked: undefined,
  wake: undefined,
  stale: false,
});

/** Hands a result to everyone who waits for this task. */
export function deliver(task: LiveTask, result: TaskResult): void {
  for (const parent of task.parents) {
    parent.mailbox.push(result);
    parent.wake?.();
  }
}

/** The first of these to end. */
export async function firstOf(task: LiveTask, ids: ReadonlySet<string>): Promise<TaskResult> {
  for (;;) {
    const at = task.mailbox.findIndex(({ id }) => ids.has(id));
    const [result] = at === -1 ? [] : task.mailbox.splice(at, 1);
    if (result !== undefined) return result;
    await new Promise<void>((resolve) => {
      task.wake = resolve;
    });
  }
}
