import { expect, test } from 'vitest';

import { openHostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

test('a run over its cap is not started; one equal to it is', async () => {
  await using rig = await openHostRig();
  const document = { ...starter('wavespeed') };
  expect(await rig.host.startRun({ workflow: document, max_cost: 0.11 })).toMatchObject({
    type: 'over-cap',
  });
  expect(await accepted(rig)).toEqual([]);
  expect(await rig.host.startRun({ workflow: document, max_cost: 0.12 })).toMatchObject({
    type: 'started',
  });
});

test('the cap of a day holds over runs', async () => {
  await using rig = await openHostRig({ environment: { BATCHWORK_MAX_DAY_USD: '0.2' } });
  await rig.run(starter('wavespeed', 'a fox'));
  const second = await rig.host.startRun({ workflow: { ...starter('wavespeed', 'a hare') } });
  expect(second).toMatchObject({ type: 'over-cap', message: expect.stringContaining('day') });
  expect(endOf(await rig.run(starter('wavespeed', 'a fox')))).toMatchObject({ costUsd: 0 });
});

test('identical requests in flight are joined into one', async () => {
  await using rig = await openHostRig({ emulator: { latencyScale: 0.02 } });
  const all = await Promise.all([1, 2, 3].map(() => rig.run(starter('runcomfy'))));
  for (const events of all) expect(endOf(events).outcome).toBe('complete');
  expect(all.reduce((sum, events) => sum + endOf(events).images, 0)).toBe(3);
  expect(await accepted(rig)).toHaveLength(1);
});

test('an idempotency key answers with the same run, and refuses another body', async () => {
  await using rig = await openHostRig();
  const request = { workflow: { ...starter('runcomfy') } };
  const first = await rig.host.startRun(request, { idempotencyKey: 'key-1' });
  expect(first).toMatchObject({ type: 'started', created: true });
  expect(await rig.host.startRun(request, { idempotencyKey: 'key-1' })).toEqual({
    ...first,
    created: false,
    diagnostics: [],
  });
  expect(await rig.host.startRun({ ...request, force: true }, { idempotencyKey: 'key-1' })).toEqual({
    type: 'key-reused',
  });
});

test('a named provider without a key is refused by name', async () => {
  await using rig = await openHostRig({ environment: { WAVESPEED_API_KEY: '' } });
  expect(await rig.host.startRun({ workflow: { ...starter('wavespeed') } })).toMatchObject({
    type: 'refused',
    diagnostics: expect.arrayContaining([
      expect.objectContaining({ code: 'missing-key', node: 'generate', port: 'provider' }),
    ]),
  });
});
