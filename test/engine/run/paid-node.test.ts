import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import type { RunEvent } from '#core/run/event.ts';
import { openHostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf } from '#test/rig/run-events.ts';
import { workflow } from '#test/rig/workflow.ts';

const nodesFolder = fileURLToPath(new URL('../../fixtures/custom-nodes', import.meta.url));
const pair = workflow({ shop: { type: 'PairShop', inputs: { prompt: 'fox' } } });
const emulator = { latencyScale: 0.02 };

const told = (events: readonly RunEvent[]): string[] =>
  events.flatMap(({ type }) =>
    type === 'job-submit' || type === 'asset-add' || type === 'run-end' ? [type] : [],
  );

test('a node that asks for two batches at once buys one after the other, in its one place of the lane', async () => {
  await using rig = await openHostRig({ nodesFolder, emulator, environment: { RUNCOMFY_CONCURRENCY: '1' } });
  const events = await rig.run(pair);
  expect(endOf(events)).toMatchObject({ outcome: 'complete', images: 2 });
  expect(told(events)).toEqual(['job-submit', 'asset-add', 'job-submit', 'asset-add', 'run-end']);
});

test('what a node bought is brought home before it ends, also when its other purchase was refused', async () => {
  await using rig = await openHostRig({ nodesFolder, emulator });
  await rig.fault({ match: { call: 'submit' }, times: 1, fault: { kind: 'http', status: 400 } });
  const events = await rig.run(pair);
  expect(endOf(events)).toMatchObject({ outcome: 'failed', failures: [{ code: 'invalid' }] });
  expect(await accepted(rig)).toHaveLength(1);
  expect(told(events)).toEqual(['job-submit', 'job-submit', 'asset-add', 'run-end']);
  await rig.restart();
  expect(endOf(await rig.run(pair))).toMatchObject({ outcome: 'complete', images: 1, cachedImages: 1 });
  expect(await accepted(rig)).toHaveLength(2);
});

test('what a node bought that is gone after a restart is fetched when it is back, and not bought again', async () => {
  const options = { nodesFolder, emulator: { latencyScale: 0.05 } };
  await using rig = await openHostRig(options);
  const shop = workflow({ shop: { type: 'CalmShop', inputs: { prompt: 'Generate 2 images' } } });
  const started = await rig.host.startRun({ workflow: { ...shop } });
  if (started.type !== 'started') throw new Error(JSON.stringify(started));
  for await (const event of rig.host.durable.events(started.run, 0, new AbortController().signal))
    if (event.type === 'job-accept') break;
  options.nodesFolder = 'nodes';
  await rig.restart();
  expect(endOf(await rig.follow(started.run))).toMatchObject({ outcome: 'failed', costUsd: null });
  options.nodesFolder = nodesFolder;
  await rig.restart();
  expect(endOf(await rig.run(shop))).toMatchObject({ outcome: 'complete', costUsd: 0, cachedImages: 2 });
  expect(await accepted(rig)).toHaveLength(1);
});
