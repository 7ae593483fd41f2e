import { expect, test } from 'vitest';

import { openHostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

test('pause and order survive a restart; nothing is submitted while paused, and the first in the queue buys first', async () => {
  await using rig = await openHostRig({ environment: { RUNCOMFY_CONCURRENCY: '1' } });
  rig.host.queue.pause(true);
  const runs: string[] = [];
  for (const prompt of ['a fox', 'a hare', 'an owl']) {
    const started = await rig.host.startRun({ workflow: { ...starter('runcomfy', prompt) } });
    if (started.type === 'started') runs.push(started.run);
  }
  const [fox = '', hare = '', owl = ''] = runs;
  expect(rig.host.queue.move(owl, fox)).toBe(true);
  await rig.restart();
  expect(rig.host.queue.read()).toEqual({ paused: true, runs: [owl, fox, hare] });
  expect(await accepted(rig)).toEqual([]);
  rig.host.queue.pause(false);
  for (const run of runs) expect(endOf(await rig.follow(run)).outcome).toBe('complete');
  const order = (await accepted(rig)).map(({ prompt }) => /fox|hare|owl/.exec(prompt)?.[0]);
  expect(order).toEqual(['owl', 'fox', 'hare']);
  expect(rig.host.queue.read().runs).toEqual([]);
});

test('what was bought before the pause is fetched', async () => {
  await using rig = await openHostRig({ emulator: { latencyScale: 0.02 } });
  const started = await rig.host.startRun({ workflow: { ...starter('runcomfy') } });
  if (started.type !== 'started') throw new Error('not started');
  for await (const event of rig.host.durable.events(started.run, 0, new AbortController().signal))
    if (event.type === 'job-accept') break;
  rig.host.queue.pause(true);
  await rig.restart();
  expect(endOf(await rig.follow(started.run))).toMatchObject({ outcome: 'complete', images: 3 });
});

test('a limit of starts a minute holds over a restart', async () => {
  await using rig = await openHostRig({ environment: { WAVESPEED_PER_MINUTE: '1' } });
  await rig.run(starter('wavespeed', 'a fox'));
  await rig.restart();
  const started = await rig.host.startRun({ workflow: { ...starter('wavespeed', 'a hare') } });
  if (started.type !== 'started') throw new Error('not started');
  for await (const event of rig.host.durable.events(started.run, 0, new AbortController().signal))
    if (event.type === 'step-start' && event.node === 'generate') break;
  // Memo, claim and whatever else comes before the lane take no time at all beside a minute.
  await rig.restart();
  expect(await accepted(rig)).toHaveLength(1);
});

test('spending is told by day, workflow and run, estimate beside cost', async () => {
  await using rig = await openHostRig();
  const end = endOf(await rig.run(starter('wavespeed', 'a fox')));
  await rig.run(starter('local', 'a free fox'));
  const spending = rig.host.spending({ days: 1 });
  const amounts = { estimateUsd: 0.12, costUsd: end.costUsd, unknownUsd: 0, images: 3 };
  expect(spending.runs).toEqual([
    expect.objectContaining({
      run: end.run,
      name: starter('wavespeed').name,
      workflowFile: null,
      ...amounts,
    }),
  ]);
  expect(spending.days).toEqual([expect.objectContaining(amounts)]);
  expect(spending.workflows).toEqual([expect.objectContaining(amounts)]);
  expect(spending.todayUsd).toBe(end.costUsd);
});
