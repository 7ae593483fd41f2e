import { setImmediate } from 'node:timers/promises';

import { expect, test } from 'vitest';

import type { DurableEngine, TaskContext, TaskState } from '#core/durable/seam.ts';
import type { RunEvent, RunEventDraft } from '#core/run/event.ts';
import { createMemoryDurable } from '#test/rig/memory-durable.ts';
import { manualClock } from '#test/rig/provider-rig.ts';

const child = (node: string, input: unknown = null): Parameters<TaskContext['start']>[0] => ({
  kind: 'child',
  node,
  execution: 0,
  input,
});
const said = (message: string): RunEventDraft => ({
  type: 'item-progress',
  node: 'n',
  execution: 0,
  message,
});

/** The first `count` events of all runs. */
async function take(durable: DurableEngine, count: number, fromSeq = 0): Promise<readonly RunEvent[]> {
  const reading = new AbortController();
  const events: RunEvent[] = [];
  for await (const event of durable.events(undefined, fromSeq, reading.signal)) {
    events.push(event);
    if (events.length === count) reading.abort();
  }
  return events;
}

/** The state of a task once everything that was under way in memory has come to rest. */
async function stateOf(durable: DurableEngine, id: string): Promise<TaskState | undefined> {
  await setImmediate();
  return (await durable.get(id))?.state;
}

test('the same id again is the same task', async () => {
  const durable = createMemoryDurable(manualClock());
  let bodies = 0;
  durable.register('run', async () => {
    bodies += 1;
  });
  expect(await durable.run('run', 'r', 1)).toEqual({ created: true });
  expect(await durable.run('run', 'r', 2)).toEqual({ created: false });
  expect(bodies).toBe(1);
  expect(await durable.get('r')).toMatchObject({ input: 1 });
});

test('children are told in the order they end, under stable ids, each started once', async () => {
  const durable = createMemoryDurable(manualClock());
  const gates = { slow: Promise.withResolvers<void>(), quick: Promise.withResolvers<void>() };
  let bodies = 0;
  durable.register('child', async (_task, input) => {
    bodies += 1;
    await (input === 'slow' ? gates.slow : gates.quick).promise;
    return { was: input };
  });
  durable.register('run', async (task) => {
    const handles = [
      task.start(child('a b', 'slow')),
      task.start(child('q', 'quick')),
      task.start(child('q', 'quick')),
    ];
    gates.quick.resolve();
    const one = await task.first(handles);
    gates.slow.resolve();
    const two = await task.first(handles.slice(0, 1));
    task.emit(said(JSON.stringify([one, two])));
  });
  await durable.run('run', 'r', null);
  const [event] = await take(durable, 1);
  expect(event?.type === 'item-progress' ? JSON.parse(event.message) : undefined).toMatchObject([
    { id: 'r:q:0', state: 'success', output: { was: 'quick' } },
    { id: 'r:a%20b:0', state: 'success', output: { was: 'slow' } },
  ]);
  expect(bodies).toBe(2);
});

test('a held task waits for a person; its root is executed again with its steps replayed', async () => {
  const durable = createMemoryDurable(manualClock());
  let steps = 0;
  durable.register('child', async (task) => (await task.attention('attempt')).type);
  durable.register('run', async (task) => {
    const begun = await task.step('begin', () => {
      steps += 1;
      return task.execution;
    });
    const result = await task.first([task.start(child('c'))]);
    task.emit(said(`${result.state} ${String(result.output)} ${begun === task.execution}`));
  });
  await durable.run('run', 'r', null);
  expect(await take(durable, 1)).toMatchObject([{ seq: 1, run: 'r', message: 'attention null true' }]);
  expect(await stateOf(durable, 'r')).toBe('attention');
  expect(await durable.resume('nobody', { type: 'release' })).toBe(false);
  expect(await durable.resume('attempt', { type: 'lost' })).toBe(true);
  expect(await take(durable, 1, 1)).toMatchObject([{ seq: 2, message: 'success lost false' }]);
  expect(steps).toBe(1);
  expect(await stateOf(durable, 'r')).toBe('success');
  expect(await durable.lastSeq()).toBe(2);
});

test('a cancel reaches the root and its children, and is no longer possible after the end', async () => {
  const durable = createMemoryDurable(manualClock());
  const aborted = (task: TaskContext): Promise<void> =>
    new Promise((resolve) => task.signal.addEventListener('abort', () => resolve(), { once: true }));
  durable.register('child', async (task) => aborted(task));
  durable.register('run', async (task) => {
    const handle = task.start(child('c'));
    task.emit(said('started'));
    await aborted(task);
    task.emit(said((await task.first([handle])).state));
  });
  await durable.run('run', 'r', null);
  await take(durable, 1);
  expect(await durable.cancel('r')).toBe(true);
  expect((await take(durable, 1, 1))[0]).toMatchObject({ message: 'success' });
  expect(await stateOf(durable, 'r')).toBe('cancelled');
  expect(await durable.cancel('r')).toBe(false);
  expect(await durable.list({ states: ['cancelled'] })).toMatchObject([{ id: 'r', cancelRequested: true }]);
});

test('a body that throws ends as an error with its message', async () => {
  const durable = createMemoryDurable(manualClock());
  durable.register('child', async () => {
    throw new Error('broken');
  });
  durable.register('run', async (task) => {
    const { state, error } = await task.first([task.start(child('c'))]);
    task.emit(said(`${state} ${String(error).includes('broken')}`));
  });
  await durable.run('run', 'r', null);
  expect(await take(durable, 1)).toMatchObject([{ message: 'error true' }]);
});
