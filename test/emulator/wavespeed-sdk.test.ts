import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Client } from 'wavespeed';

import { openRig, type Rig } from '#test/rig/provider-rig.ts';

/** WaveSpeed's own client (npm `wavespeed`), unchanged, against the emulator. */
let rig: Rig;
let client: Client;
beforeAll(async () => {
  rig = await openRig({ settings: { latencyScale: 0 } });
  client = new Client('a-key', { baseUrl: rig.emulator.url, retryInterval: 0.01 });
});
afterAll(() => rig.close());
beforeEach(() => rig.admin('POST', '/reset'));

const model = 'bytedance/seedream-v4.5/sequential';
const input = { prompt: 'Generate 2 images of a fox', max_images: 2, size: '2048*2048' };
const run = () => client.run(model, input, { pollInterval: 0.01 });

test('runs a batch', async () => {
  const { outputs } = await run();
  expect(outputs).toHaveLength(2);
  const response = await fetch(String(outputs[0]));
  expect(response.headers.get('content-type')).toBe('image/jpeg');
});

test('runs in sync mode', async () => {
  const { outputs } = await client.run(model, input, { enableSyncMode: true });
  expect(outputs).toHaveLength(2);
});

test('sees sync mode time out', async () => {
  await rig.admin('POST', '/settings', { syncLimitMs: 0 });
  await rig.fault({ fault: { kind: 'job', queuedMs: 1000 } });
  await expect(client.run(model, input, { enableSyncMode: true })).rejects.toThrow(/Sync mode timed out/);
  await rig.admin('POST', '/settings', { syncLimitMs: 60_000 });
});

test('tells a failed task with its reason', async () => {
  await rig.fault({ fault: { kind: 'job', ending: 'failed', taskCode: 1200, error: 'content moderation' } });
  await expect(run()).rejects.toThrow(/content moderation/);
});

test('asks again when a poll meets trouble', async () => {
  await rig.fault({ match: { call: 'result' }, times: 2, fault: { kind: 'http', status: 503 } });
  expect((await run())['outputs']).toHaveLength(2);
  expect((await rig.log()).calls).toEqual({ 'wavespeed:submit': 1, 'wavespeed:result': 3 });
});

test.each([
  ['a cut line', 'after', { kind: 'cut' }, 1],
  ['500', 'before', { kind: 'http', status: 500 }, 0],
])('posts once whatever happens to the submit: %s', async (_name, phase, fault, accepted) => {
  await rig.fault({ match: { call: 'submit' }, phase, fault });
  await expect(run()).rejects.toThrow(/may already have been created/);
  const { calls, entries } = await rig.log();
  expect(calls).toEqual({ 'wavespeed:submit': 1 });
  expect(entries.filter(({ type }) => type === 'accepted')).toHaveLength(accepted);
});

test('uploads a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'upload-'));
  const file = join(folder, 'cat.png');
  await writeFile(file, 'bytes of a cat');
  const url = await client.upload(file);
  expect(await (await fetch(url)).text()).toBe('bytes of a cat');
  await rm(folder, { recursive: true });
});
