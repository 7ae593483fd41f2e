import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { startEmulator } from '#emulator/start-emulator.ts';
import { manualClock, quick } from '#test/rig/provider-rig.ts';

let dataFolder: string;
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'emulator-'));
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

const authorization = 'Bearer a-key';
const body = JSON.stringify({ prompt: 'a fox', sequential_image_generation_options: 2 });

async function submit(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/models/bytedance/seedream-4-5/sequential`, {
    method: 'POST',
    headers: { authorization },
    body,
  });
  return ((await response.json()) as { request_id: string }).request_id;
}

async function result(url: string, id: string): Promise<{ status: string; output?: { images: string[] } }> {
  const response = await fetch(`${url}/v1/requests/${id}/result`, { headers: { authorization } });
  return (await response.json()) as { status: string; output?: { images: string[] } };
}

test('jobs, charges and pictures are the same after a restart, wherever it listens', async () => {
  const clock = manualClock();
  const first = await startEmulator({ dataFolder, clock, settings: quick });
  const id = await submit(first.url);
  const cancelled = await submit(first.url);
  await fetch(`${first.url}/v1/requests/${cancelled}/cancel`, { method: 'POST', headers: { authorization } });
  await first.close();

  clock.advance(60_000);
  const second = await startEmulator({ dataFolder, clock, settings: quick });
  const done = await result(second.url, id);
  expect(done.status).toBe('completed');
  expect(done.output?.images[0]).toMatch(second.url);
  const picture = async (url: string) => {
    const response = await fetch(`${url}/outputs/${id}/2.jpg`);
    return Buffer.from(await response.arrayBuffer()).toString('base64');
  };
  const drawn = await picture(second.url);
  expect((await result(second.url, cancelled)).status).toBe('cancelled');
  const balance = await fetch(`${second.url}/prod/v2/balance`, { headers: { authorization } });
  expect(await balance.json()).toMatchObject({ balance_usd: 999_999.92 });
  await second.close();

  const third = await startEmulator({ dataFolder, clock, settings: quick });
  expect(await picture(third.url)).toBe(drawn);
  await third.close();
});

test('a torn last line is forgotten, the rest is kept and goes on', async () => {
  const clock = manualClock();
  const first = await startEmulator({ dataFolder, clock, settings: quick });
  const id = await submit(first.url);
  await first.close();
  await appendFile(join(dataFolder, 'truth.jsonl'), '{"type":"accepted","at":17');

  const second = await startEmulator({ dataFolder, clock, settings: quick });
  const other = await submit(second.url);
  await second.close();
  clock.advance(60_000);
  const third = await startEmulator({ dataFolder, clock, settings: quick });
  expect((await result(third.url, id)).status).toBe('completed');
  expect((await result(third.url, other)).status).toBe('completed');
  await third.close();
});

test('an accepted job survives the death of the process', async () => {
  const program = `
    const { startEmulator } = await import(${JSON.stringify(new URL('../../src/emulator/start-emulator.ts', import.meta.url).href)});
    process.stdout.write((await startEmulator({ dataFolder: process.argv[1] })).url);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(child.stdout, 'data')) as [Buffer];
  const id = await submit(url.toString());
  child.kill('SIGKILL');
  await once(child, 'exit');

  const clock = manualClock(Date.now() + 60_000);
  const emulator = await startEmulator({ dataFolder, clock, settings: quick });
  expect(await result(emulator.url, id)).toMatchObject({ status: 'completed' });
  await emulator.close();
});

test('two emulators cannot share a port', async () => {
  const emulator = await startEmulator({ settings: quick });
  const port = Number(new URL(emulator.url).port);
  await expect(startEmulator({ port, settings: quick })).rejects.toThrow(/EADDRINUSE/);
  await emulator.close();
});
