import { expect, test } from 'vitest';

import type { RunEvent } from '#core/run/event.ts';
import { openHostRig, type HostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

const cutAnswer = { match: { call: 'submit' }, phase: 'after', fault: { kind: 'cut' } };

/** A run whose purchase nobody knows the outcome of. */
async function holdOne(rig: HostRig): Promise<{ run: string; attempt: string }> {
  await rig.fault(cutAnswer);
  const { run } = endOf(await rig.run(starter('runcomfy')));
  const [held] = rig.host.attempts.list();
  return { run, attempt: held?.attempt ?? '' };
}

/** The next end of a run after `seq`. */
async function nextEnd(rig: HostRig, run: string, seq: number): Promise<RunEvent | undefined> {
  for await (const event of rig.host.durable.events(run, seq, new AbortController().signal))
    if (event.type === 'run-end') return event;
  return undefined;
}

test('held attempts are listed with all that is known, and count as spent', async () => {
  await using rig = await openHostRig();
  const { run, attempt } = await holdOne(rig);
  await rig.restart();
  expect(rig.host.attempts.list()).toEqual([
    {
      attempt,
      run,
      name: starter('runcomfy').name,
      workflowFile: null,
      node: 'generate',
      execution: 0,
      provider: 'runcomfy',
      model: 'bytedance/seedream-4-5/sequential',
      prompt: expect.stringContaining('fox'),
      images: 3,
      sentAt: expect.any(Number),
      estimateUsd: 0.12,
      failure: expect.objectContaining({ code: 'unknown-outcome', attempt }),
    },
  ]);
  expect(rig.host.spending({ days: 1 })).toMatchObject({ todayUsd: 0.12, days: [{ unknownUsd: 0.12 }] });
});

test('a job that is not this one is not adopted, and the attempt waits on', async () => {
  await using rig = await openHostRig();
  const { run, attempt } = await holdOne(rig);
  const resolve = (requestId: string) => rig.host.attempts.resolve(attempt, { type: 'adopt', requestId });
  expect(await resolve('no-such-job')).toEqual({
    type: 'refused',
    message: 'RunComfy does not know a job no-such-job.',
  });
  await rig.run(starter('runcomfy', 'a hare'));
  const [own, others] = await accepted(rig);
  expect(await resolve(others?.id ?? '')).toMatchObject({
    type: 'refused',
    message: expect.stringContaining('another attempt'),
  });
  expect(rig.host.attempts.list()).toHaveLength(1);
  const seq = await rig.host.durable.lastSeq();
  expect(await resolve(own?.id ?? '')).toEqual({ type: 'done' });
  expect(await nextEnd(rig, run, seq)).toMatchObject({ outcome: 'complete', images: 3 });
  expect(await resolve(own?.id ?? '')).toEqual({ type: 'no-such-attempt' });
});

test('a run that waits for a person can be stopped; its attempt is still listed, and what it bought is collected', async () => {
  await using rig = await openHostRig();
  const { run, attempt } = await holdOne(rig);
  expect(await rig.host.cancelRun(run)).toBe(true);
  expect(await rig.host.cancelRun(run)).toBe(false);
  expect((await rig.host.readRun(run))?.snapshot.state).toBe('cancelled');
  await rig.restart();
  expect((await rig.host.readRun(run))?.snapshot.state).toBe('cancelled');
  expect(rig.host.attempts.list()).toHaveLength(1);
  expect(rig.host.spending({ days: 1 }).todayUsd).toBe(0.12);
  const [job] = await accepted(rig);
  await rig.host.attempts.resolve(attempt, { type: 'adopt', requestId: job?.id ?? '' });
  for await (const event of rig.host.durable.events(run, 0, new AbortController().signal))
    if (event.type === 'item-end') break;
  const record = await rig.host.readRun(run);
  expect(record?.snapshot.state).toBe('cancelled');
  expect(record?.snapshot.steps.get('generate')?.images).toHaveLength(3);
  expect(endOf(await rig.run(starter('runcomfy')))).toMatchObject({ cachedImages: 3, costUsd: 0 });
  expect(await accepted(rig)).toHaveLength(1);
});

test('what is marked as lost fails, counts as spent, and is not bought again by itself', async () => {
  await using rig = await openHostRig();
  const { run, attempt } = await holdOne(rig);
  const seq = await rig.host.durable.lastSeq();
  await rig.host.attempts.resolve(attempt, { type: 'lost' });
  expect(await nextEnd(rig, run, seq)).toMatchObject({
    outcome: 'failed',
    failures: [{ code: 'unknown-outcome' }],
  });
  expect(rig.host.attempts.list()).toEqual([]);
  expect(rig.host.spending({ days: 1 }).todayUsd).toBe(0.12);
  expect(await accepted(rig)).toHaveLength(1);
});

test('what a stopped run still brings is told with its cost', async () => {
  await using rig = await openHostRig({ emulator: { latencyScale: 1, queuedMs: 0, imageMs: 900 } });
  const started = await rig.host.startRun({ workflow: { ...starter('wavespeed') } });
  if (started.type !== 'started') throw new Error('not started');
  const { run } = started;
  const events = rig.host.durable.events(run, 0, new AbortController().signal);
  for await (const event of events) if (event.type === 'job-accept') break;
  expect(await Promise.all([1, 2, 3].map(() => rig.host.cancelRun(run)))).toEqual([true, false, false]);
  expect(endOf(await rig.follow(run))).toMatchObject({ outcome: 'cancelled', costUsd: null });
  for await (const event of rig.host.durable.events(run, 0, new AbortController().signal))
    if (event.type === 'item-end') break;
  const record = await rig.host.readRun(run);
  expect(record?.snapshot).toMatchObject({ state: 'cancelled', costUsd: 0.12 });
  expect(record?.snapshot.steps.get('generate')?.images).toHaveLength(3);
  expect(rig.host.spending({ days: 1 }).runs).toMatchObject([{ run, costUsd: 0.12, images: 3 }]);
});
