import { expect, test } from 'vitest';

import type { RunEvent } from '#core/run/event.ts';
import { openHostRig, type HostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf, ofType } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';
import { workflow } from '#test/rig/workflow.ts';

const cutAnswer = { match: { call: 'submit' }, phase: 'after', fault: { kind: 'cut' } };

/** Events of a run after `seq`, up to its next end. */
async function followFrom(rig: HostRig, run: string, seq: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of rig.host.durable.events(run, seq, new AbortController().signal)) {
    events.push(event);
    if (event.type === 'run-end') break;
  }
  return events;
}

test('while one waits for a person, equal requests say so and others go on', async () => {
  await using rig = await openHostRig();
  await rig.fault(cutAnswer);
  const held = await rig.run(starter('runcomfy'));
  expect(endOf(held)).toMatchObject({
    outcome: 'attention',
    costUsd: null,
    failures: [{ code: 'unknown-outcome', node: 'generate', attempt: expect.any(String) }],
  });
  const equal = await Promise.all([1, 2, 3].map(() => rig.run(starter('runcomfy'))));
  for (const events of equal)
    expect(endOf(events)).toMatchObject({
      outcome: 'failed',
      failures: [{ code: 'unknown-outcome', charged: 'no' }],
    });
  expect(endOf(await rig.run(starter('runcomfy', 'a hare'))).outcome).toBe('complete');

  const [hold] = ofType(held, 'job-hold');
  const attempt = hold?.attempt ?? '';
  const [job] = await accepted(rig);
  expect(await rig.host.durable.resume(attempt, { type: 'adopt', requestId: job?.id ?? '' })).toBe(true);
  expect(await rig.host.durable.resume(attempt, { type: 'release' })).toBe(false);
  const end = endOf(held);
  expect(endOf(await followFrom(rig, end.run, end.seq)).outcome).toBe('complete');
  expect(endOf(await rig.run(starter('runcomfy')))).toMatchObject({ outcome: 'complete', cachedImages: 3 });
});

test('of two that wait, one decided leaves the other waiting', async () => {
  await using rig = await openHostRig();
  await rig.fault({ ...cutAnswer, times: 2 });
  const document = workflow(
    {
      prompts: { type: 'PromptList', inputs: { text: 'a fox\na hare' } },
      generate: { type: 'SequentialGenerate', inputs: { count: 1, provider: 'runcomfy' } },
      save: { type: 'Save' },
    },
    ['prompts.text > generate.prompt', 'generate.images > save.images'],
  );
  const events = await rig.run(document);
  const [first, second] = ofType(events, 'job-hold');
  const jobs = await accepted(rig);
  const adopt = (attempt: string, animal: string): Promise<boolean> => {
    const requestId = jobs.find(({ prompt }) => prompt.includes(animal))?.id ?? '';
    return rig.host.durable.resume(attempt, { type: 'adopt', requestId });
  };
  const animalOf = (execution: number): string => (execution === 0 ? 'fox' : 'hare');
  const end = endOf(events);
  await adopt(first?.attempt ?? '', animalOf(first?.execution ?? 0));
  const again = await followFrom(rig, end.run, end.seq);
  expect(endOf(again)).toMatchObject({ outcome: 'attention', files: ['batchwork_00001.jpg'] });
  await adopt(second?.attempt ?? '', animalOf(second?.execution ?? 0));
  const last = await followFrom(rig, end.run, endOf(again).seq);
  expect(endOf(last).outcome).toBe('complete');
  expect(await accepted(rig)).toHaveLength(2);
});

test('images that could not be fetched are fetched by the next run, and not bought again', async () => {
  await using rig = await openHostRig();
  await rig.fault({ match: { call: 'media' }, times: 15, fault: { kind: 'cut' } });
  const lost = await rig.run(starter('runcomfy'));
  expect(endOf(lost)).toMatchObject({ outcome: 'failed', images: 0, failures: expect.any(Array) });
  expect(await rig.host.estimate({ workflow: { ...starter('runcomfy') } })).toMatchObject({
    usd: 0,
    paidCalls: 0,
  });
  const found = await rig.run(starter('runcomfy'));
  expect(endOf(found)).toMatchObject({ outcome: 'complete', images: 3, costUsd: 0 });
  expect(await accepted(rig)).toHaveLength(1);
});

test('one image lost: the next run fetches it', async () => {
  await using rig = await openHostRig();
  await rig.fault({ match: { call: 'media' }, skip: 2, times: 5, fault: { kind: 'http', status: 500 } });
  expect(endOf(await rig.run(starter('wavespeed')))).toMatchObject({ outcome: 'partial', images: 2 });
  expect(endOf(await rig.run(starter('wavespeed')))).toMatchObject({
    outcome: 'complete',
    images: 3,
    costUsd: 0,
  });
  expect(await accepted(rig)).toHaveLength(1);
});

test('troubles with asking, then one "not found", do not give a job up', async () => {
  await using rig = await openHostRig();
  await rig.fault({ match: { call: 'status' }, times: 5, fault: { kind: 'cut' } });
  await rig.fault({ match: { call: 'status' }, times: 1, fault: { kind: 'http', status: 404 } });
  expect(endOf(await rig.run(starter('runcomfy')))).toMatchObject({ outcome: 'complete', images: 3 });
});

test('two equal requests with lost answers never share one job', async () => {
  await using rig = await openHostRig();
  await rig.fault({ match: { call: 'submit' }, phase: 'before', fault: { kind: 'cut' } });
  await rig.fault({ match: { call: 'submit' }, phase: 'after', fault: { kind: 'delay', ms: 300 } });
  const document = workflow(
    {
      seeds: { type: 'Seed', inputs: { seed: 1, copies: 2 } },
      generate: { type: 'SequentialGenerate', inputs: { prompt: 'a fox', count: 1, provider: 'wavespeed' } },
      save: { type: 'Save' },
    },
    ['seeds.seed > generate.seed', 'generate.images > save.images'],
  );
  const events = await rig.run(document);
  const requests = ofType(events, 'job-accept').map(({ requestId }) => requestId);
  expect(new Set(requests).size).toBe(requests.length);
  expect(endOf(events).outcome).toBe('attention');
  expect(await accepted(rig)).toHaveLength(1);
});

test('a cancelled run still finds the job whose answer was lost', async () => {
  await using rig = await openHostRig({ environment: { BATCHWORK_POLL_MS: '50' } });
  await rig.fault(cutAnswer);
  const started = await rig.host.startRun({ workflow: { ...starter('wavespeed') } });
  if (started.type !== 'started') throw new Error('not started');
  let landed = 0;
  for await (const event of rig.host.durable.events(started.run, 0, new AbortController().signal)) {
    if (event.type === 'job-submit') await rig.host.cancelRun(started.run);
    if (event.type === 'asset-add') landed += 1;
    if (landed === 3) break;
  }
  const again = await rig.run(starter('wavespeed'));
  expect(endOf(again)).toMatchObject({ outcome: 'complete', cachedImages: 3, costUsd: 0 });
  expect(await accepted(rig)).toHaveLength(1);
});
