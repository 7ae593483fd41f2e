import { rmSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { RunEvent } from '#core/run/event.ts';
import { openHostRig, type HostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

const noKeys = { RUNCOMFY_TOKEN: '', WAVESPEED_API_KEY: '' };

async function start(rig: HostRig, provider: 'runcomfy' | 'wavespeed'): Promise<string> {
  const started = await rig.host.startRun({ workflow: { ...starter(provider) } });
  if (started.type !== 'started') throw new Error(JSON.stringify(started));
  return started.run;
}

async function until(rig: HostRig, run: string, fits: (event: RunEvent) => boolean): Promise<RunEvent> {
  for await (const event of rig.host.durable.events(run, 0, new AbortController().signal))
    if (fits(event)) return event;
  throw new Error('the events ended');
}

const isWait = (event: RunEvent): boolean =>
  event.type === 'job-progress' && event.phase === 'waiting' && event.nextTryAt !== undefined;

const refused = async (rig: HostRig): Promise<number> =>
  (await rig.truth()).filter(({ type }) => type === 'refused').length;

test.each(['runcomfy', 'wavespeed'] as const)(
  '%s: a refused key waits with a reason, is not hammered, and goes on as soon as the key is changed',
  async (provider) => {
    await using rig = await openHostRig({
      environment: noKeys,
      patience: 'wait',
      emulator: { keys: ['the-right-key'] },
    });
    await rig.host.keys.set(provider, 'a-wrong-key');
    const run = await start(rig, provider);
    const wait = await until(rig, run, isWait);
    expect(wait).toMatchObject({ reason: expect.stringContaining('refused the key') });
    expect(await accepted(rig)).toEqual([]);
    expect(await refused(rig)).toBe(1);
    await rig.host.keys.set(provider, 'the-right-key');
    expect(endOf(await rig.follow(run))).toMatchObject({ outcome: 'complete', images: 3 });
    expect(await accepted(rig)).toHaveLength(1);
  },
);

test.each(['runcomfy', 'wavespeed'] as const)(
  '%s: an empty account waits until its balance is back',
  async (provider) => {
    await using rig = await openHostRig({ patience: 'wait', emulator: { balanceUsd: 0 } });
    const run = await start(rig, provider);
    await until(rig, run, isWait);
    await rig.configure({ balanceUsd: 10 });
    expect(endOf(await rig.follow(run))).toMatchObject({ outcome: 'complete', images: 3 });
    expect(await accepted(rig)).toHaveLength(1);
  },
);

test('without anybody who could mend it, a refused key fails the run at once', async () => {
  await using rig = await openHostRig({ emulator: { keys: ['another-key'] } });
  expect(endOf(await rig.run(starter('runcomfy')))).toMatchObject({
    outcome: 'failed',
    costUsd: 0,
    failures: [{ code: 'auth', charged: 'no' }],
  });
});

test('an output folder that cannot be written stops the buying; it goes on when it can', async () => {
  await using rig = await openHostRig({ patience: 'wait' });
  const output = join(rig.folder, 'data', 'output');
  await writeFile(output, 'in the way');
  const run = await start(rig, 'runcomfy');
  expect(await until(rig, run, isWait)).toMatchObject({ reason: expect.stringContaining('output folder') });
  expect(await accepted(rig)).toEqual([]);
  await rm(output);
  expect(endOf(await rig.follow(run))).toMatchObject({ outcome: 'complete', images: 3 });
});

test('an output folder that breaks after the purchase is waited for; nothing is lost and nothing bought again', async () => {
  await using rig = await openHostRig({ patience: 'wait', emulator: { latencyScale: 0.05 } });
  const output = join(rig.folder, 'data', 'output');
  const run = await start(rig, 'runcomfy');
  await until(rig, run, ({ type }) => type === 'job-accept');
  // At once, before any image can have come.
  rmSync(output, { recursive: true, force: true });
  writeFileSync(output, 'in the way');
  await until(
    rig,
    run,
    (event) => event.type === 'item-progress' && event.message.includes('could not be stored'),
  );
  await rm(output);
  await mkdir(output, { recursive: true });
  const end = endOf(await rig.follow(run));
  expect(end).toMatchObject({ outcome: 'complete', images: 3, failures: [] });
  expect(end.files).toHaveLength(4);
  expect(await accepted(rig)).toHaveLength(1);
});

test('a data folder that was moved away stops the buying', async () => {
  await using rig = await openHostRig({ patience: 'wait' });
  const data = join(rig.folder, 'data');
  await rename(data, `${data}-elsewhere`);
  const run = await start(rig, 'runcomfy');
  expect(await until(rig, run, isWait)).toMatchObject({ reason: expect.stringContaining('data folder') });
  expect(await accepted(rig)).toEqual([]);
  await rm(data, { recursive: true, force: true });
  await rename(`${data}-elsewhere`, data);
  expect(endOf(await rig.follow(run))).toMatchObject({ outcome: 'complete', images: 3 });
});

test.each(['runcomfy', 'wavespeed'] as const)(
  'F11 %s: a model that is forbidden waits with a reason, and a changed key wakes it',
  async (provider) => {
    await using rig = await openHostRig({
      environment: noKeys,
      patience: 'wait',
      emulator: { keys: ['a-key', 'a-better-key'] },
    });
    await rig.host.keys.set(provider, 'a-key');
    const forbidden = { match: { call: 'submit', promptIncludes: 'fox' }, times: 1 };
    await rig.fault({ ...forbidden, fault: { kind: 'http', status: 403, body: { message: 'no' } } });
    const run = await start(rig, provider);
    const wait = await until(rig, run, isWait);
    expect(wait).toMatchObject({
      reason: expect.stringContaining('does not let this account use the model'),
    });
    expect(await accepted(rig)).toEqual([]);
    await rig.host.keys.set(provider, 'a-better-key');
    expect(endOf(await rig.follow(run))).toMatchObject({ outcome: 'complete', images: 3 });
    expect(await accepted(rig)).toHaveLength(1);
  },
);

test.each(['runcomfy', 'wavespeed'] as const)(
  '%s: what a former process left waits on for its key, while a run started beside it fails at once',
  async (provider) => {
    await using rig = await openHostRig({
      environment: noKeys,
      patience: 'wait',
      emulator: { keys: ['the-right-key'] },
      patienceAfterRestart: 'fail',
    });
    await rig.host.keys.set(provider, 'a-wrong-key');
    const run = await start(rig, provider);
    await until(rig, run, isWait);
    await rig.restart();
    const other = starter(provider, 'a hare');
    const failed = { outcome: 'failed', costUsd: 0, failures: [{ code: 'auth', charged: 'no' }] };
    expect(endOf(await rig.run(other))).toMatchObject(failed);
    // The very same request does not wait for that of the other run either.
    expect(endOf(await rig.run(starter(provider)))).toMatchObject(failed);
    expect((await rig.host.readRun(run))?.snapshot.state).toBe('running');
    await rig.host.keys.set(provider, 'the-right-key');
    expect(endOf(await rig.follow(run))).toMatchObject({ outcome: 'complete', images: 3 });
    expect(endOf(await rig.run(other))).toMatchObject({ outcome: 'complete', images: 3 });
    expect(await accepted(rig)).toHaveLength(2);
  },
);
