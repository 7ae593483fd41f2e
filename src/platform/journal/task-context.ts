import { randomUUID } from 'node:crypto';

import type { AttentionDecision, ChildTask, TaskContext } from '#core/durable/seam.ts';

import type { EventLog } from './event-log.ts';
import type { Lanes } from './lanes.ts';
import { deliver, firstOf, type LiveTask } from './live-task.ts';
import type { TaskStore } from './task-store.ts';
import type { JournalWriter } from './writer.ts';

/** What the bodies of one engine share. */
export interface ContextOptions {
  readonly store: TaskStore;
  readonly events: EventLog;
  readonly lanes: Lanes;
  readonly isPaused: () => boolean;
  /** Who is to hear a decision, by attempt. */
  readonly parked: Map<string, (decision: AttentionDecision) => void>;
  readonly writer: JournalWriter;
  readonly hasRunEnded: (root: string) => boolean;
  readonly startChild: (parent: LiveTask, child: ChildTask) => LiveTask;
}

const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** What the body of this task may do. */
export function createContext(task: LiveTask, options: ContextOptions): TaskContext {
  const { store, events, lanes, parked, writer } = options;
  const { id, root, lane, priority } = task.row;
  const stored = task.ephemeral ? new Map<string, string>() : store.readSteps(id);
  const { signal } = task.controller;

  const step: TaskContext['step'] = async (name, body) => {
    const known = stored.get(name);
    // What was stored is what an earlier execution of this very body returned.
    if (known !== undefined) return JSON.parse(known);
    if (writer.isStopped()) return never();
    const text = JSON.stringify((await body()) ?? null);
    if (writer.isStopped()) return never();
    if (!task.ephemeral) await writer.store(() => store.addStep(id, name, text));
    stored.set(name, text);
    return JSON.parse(text);
  };

  const leaveLane = (how: 'used' | 'unused' | 'throttled'): void => {
    task.place?.leave(how);
    task.place = undefined;
  };

  return {
    id,
    run: root,
    execution: randomUUID(),
    signal,
    step,
    emit: (draft) => {
      if (!writer.isStopped()) events.append(root, draft);
    },
    start: (child) => {
      const started = options.startChild(task, child);
      started.parents.add(task);
      const known = started.result ?? started.parked;
      if (known !== undefined) {
        task.mailbox.push(known);
        task.wake?.();
      }
      return { id: started.row.id };
    },
    hasRunEnded: () => options.hasRunEnded(root),
    first: (handles) => firstOf(task, new Set(handles.map((handle) => handle.id))),
    attention: async (attempt) => {
      const decided = stored.get(`decision:${attempt}`);
      if (decided !== undefined) return JSON.parse(decided);
      await step(`park:${attempt}`, () => true);
      await writer.store(() => store.setState(id, 'attention'));
      const decision = new Promise<AttentionDecision>((resolve) => parked.set(attempt, resolve));
      task.parked = { id, state: 'attention', output: { attempt } };
      deliver(task, task.parked);
      leaveLane('used');
      const answer = await decision;
      task.parked = undefined;
      return answer;
    },
    lane: {
      enter: async (stop) => {
        if (lane === undefined || task.place !== undefined) return;
        const given = stop === undefined ? signal : AbortSignal.any([signal, stop]);
        task.place = await lanes.enter({ lane, task: id, run: root, priority, signal: given });
        if (writer.isStopped()) await never();
      },
      leave: (how) => leaveLane(how),
      isPaused: () => options.isPaused(),
    },
  };
}
