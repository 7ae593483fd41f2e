import { expect, test } from 'vitest';

import type { RunEvent } from '#core/run/event.ts';
import { openHostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

test('a queued job is cancelled at RunComfy and costs nothing', async () => {
  await using rig = await openHostRig({ emulator: { latencyScale: 1, queuedMs: 3_600_000 } });
  const started = await rig.host.startRun({ workflow: { ...starter('runcomfy') } });
  if (started.type !== 'started') throw new Error('not started');
  const events: RunEvent[] = [];
  let stopped = false;
  for await (const event of rig.host.durable.events(started.run, 0, new AbortController().signal)) {
    events.push(event);
    if (event.type === 'job-accept') stopped = await rig.host.cancelRun(started.run);
    if (event.type === 'run-end') break;
  }
  expect(stopped).toBe(true);
  expect(endOf(events)).toMatchObject({ outcome: 'cancelled', costUsd: 0, images: 0 });
  expect((await rig.truth()).map(({ type }) => type)).toContain('cancelled');
  expect(await rig.host.cancelRun(started.run)).toBe(false);
});

test('a job that cannot be stopped is collected after the run, and its images are known then', async () => {
  await using rig = await openHostRig({ emulator: { latencyScale: 1, queuedMs: 0, imageMs: 900 } });
  const started = await rig.host.startRun({ workflow: { ...starter('wavespeed') } });
  if (started.type !== 'started') throw new Error('not started');
  const events: RunEvent[] = [];
  let landed = 0;
  let ended = false;
  for await (const event of rig.host.durable.events(started.run, 0, new AbortController().signal)) {
    events.push(event);
    if (event.type === 'job-accept') await rig.host.cancelRun(started.run);
    if (event.type === 'asset-add') landed += 1;
    if (event.type === 'run-end') ended = true;
    if (landed === 3 && ended) break;
  }
  expect(endOf(events).outcome).toBe('cancelled');
  expect(events.at(-1)?.type).toBe('asset-add');
  const again = await rig.run(starter('wavespeed'));
  expect(endOf(again)).toMatchObject({ outcome: 'complete', images: 0, cachedImages: 3 });
  expect(await accepted(rig)).toHaveLength(1);
});
