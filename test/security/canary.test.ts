import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { makeSecretGuard } from '#platform/secret-guard.ts';
import { openCliRig, type CliRig } from '#test/rig/cli-rig.ts';

import { smallWorkflow } from '../server/server-rig.ts';

/** Keys that are found wherever they turn up, and have letters that every encoding writes in its own way. */
const fromEnvironment = 'canary/environment+4711=?&"x';
const fromSettings = 'canary/settings+0815=?&"y';
const guard = makeSecretGuard(() => [fromEnvironment, fromSettings]);
const paid = (provider: string) => ({
  ...smallWorkflow,
  nodes: smallWorkflow.nodes.map((node) =>
    node.id === 'generate' ? { ...node, inputs: { ...node.inputs, provider } } : node,
  ),
});

let rig: CliRig;
const emitted: string[] = [];
beforeAll(async () => {
  rig = await openCliRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** Files in which a key stands, but for the one that is there for it. */
async function findInFiles(): Promise<string[]> {
  const entries = await readdir(rig.folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'keys.json');
  const found: string[] = [];
  for (const { parentPath, name } of files)
    if (guard.finds(await readFile(join(parentPath, name))) || guard.finds(name))
      found.push(join(parentPath, name));
  expect(files.length).toBeGreaterThan(3);
  return found;
}

/** A provider that quotes what it was sent in every answer, in every encoding. */
async function openQuotingProvider() {
  let heard = 0;
  const server = createServer((request, response) => {
    const key = (request.headers.authorization ?? '').replace('Bearer ', '');
    heard += key === '' ? 0 : 1;
    const quoted = [
      key,
      encodeURIComponent(key),
      Buffer.from(`key=${key}`).toString('base64'),
      Buffer.from(key).toString('hex'),
    ];
    const body = JSON.stringify({
      error: { message: `The key ${quoted.join(' ')} is wrong.` },
      message: quoted.join(' '),
    });
    response.writeHead(request.method === 'POST' ? 400 : 500, {
      'content-type': 'application/json',
      'x-quoted': 'yes',
    });
    // In pieces, so that a key is cut in two.
    for (const part of body.match(/[\s\S]{1,7}/g) ?? []) response.write(part);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    heard: () => heard,
    close: () => server.close(),
  };
}

test('a full run leaves the key nowhere', async () => {
  const file = await rig.write('fox.json', paid('runcomfy'));
  const done = await rig.run(['run', file, '--json'], { environment: { RUNCOMFY_TOKEN: fromEnvironment } });
  expect(done.code).toBe(0);
  emitted.push(done.stdout, done.stderr);
  expect(await findInFiles()).toEqual([]);
  expect(emitted.filter((text) => guard.finds(text))).toEqual([]);
});

test('a failing run leaves the key nowhere, although the provider quotes it', async () => {
  const provider = await openQuotingProvider();
  const environment = { RUNCOMFY_TOKEN: fromEnvironment, RUNCOMFY_BASE_URL: provider.url };
  const file = await rig.write('quoted.json', paid('runcomfy'));
  const failed = await rig.run(['run', file, '--json', '--force'], { environment });
  provider.close();
  expect(provider.heard()).toBeGreaterThan(0);
  expect(failed.code).not.toBe(0);
  // It is the provider's sentence that is told, without the key.
  expect(failed.stdout).toContain('[key]');
  emitted.push(failed.stdout, failed.stderr);
  expect(await findInFiles()).toEqual([]);
  expect(emitted.filter((text) => guard.finds(text))).toEqual([]);
});

test('a workflow that contains the key is refused, and its file is named without it', async () => {
  const environment = { RUNCOMFY_TOKEN: fromEnvironment };
  for (const hidden of [fromEnvironment, Buffer.from(`${fromEnvironment}!`).toString('base64')]) {
    const file = await rig.write('leak.json', '');
    const workflow = { ...paid('local'), notes: [{ id: 'n', text: hidden, position: { x: 0, y: 0 } }] };
    await rig.write('leak.json', JSON.stringify(workflow));
    const refused = await rig.run(['run', file, '--json'], { environment });
    await rig.write('leak.json', '');
    expect(refused.code).toBe(2);
    expect(refused.stdout + refused.stderr).toContain('contains the key');
    emitted.push(refused.stdout, refused.stderr);
  }
  expect(await findInFiles()).toEqual([]);
  expect(emitted.filter((text) => guard.finds(text))).toEqual([]);
});

test('a server that takes a key, runs, is asked everything and is killed leaves the key in its own file alone', async () => {
  const { WAVESPEED_API_KEY: _key, ...others } = rig.environment;
  const server = spawn(process.execPath, ['src/cli/bin/batchwork.js', 'start', '--no-open', '--port', '0'], {
    env: { ...others, RUNCOMFY_TOKEN: fromEnvironment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await new Promise<string>((resolve) => {
    for (const stream of [server.stdout, server.stderr])
      stream.on('data', (chunk: Buffer) => {
        emitted.push(chunk.toString());
        const ready = /ready at (\S+)/.exec(emitted.join(''));
        if (ready?.[1] !== undefined) resolve(ready[1]);
      });
  });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/batchwork/events?after=0`);
  socket.on('message', (data: Buffer) => void emitted.push(data.toString()));
  socket.on('error', () => undefined);
  const ask = async (path: string, init: RequestInit = {}): Promise<number> => {
    const answer = await fetch(url + path, init);
    emitted.push(await answer.text(), JSON.stringify([...answer.headers]));
    return answer.status;
  };
  const json = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) });
  expect(
    await ask('/api/batchwork/providers/wavespeed/key', { ...json({ key: fromSettings }), method: 'PUT' }),
  ).toBe(200);
  expect(await ask('/api/v2/jobs', json({ workflow: paid('runcomfy'), force: true }))).toBe(201);
  const leak = { ...paid('local'), name: fromSettings };
  expect(await ask('/api/v2/jobs', json({ workflow: leak }))).toBe(422);
  expect(await ask('/api/batchwork/workflows/leak', { ...json(leak), method: 'PUT' })).toBe(422);
  await ask('/prompt', json({ prompt: { 1: { class_type: 'Prompt', inputs: { text: fromSettings } } } }));
  for (const path of [
    '/api/batchwork/providers',
    '/api/batchwork/settings',
    '/api/v2/jobs',
    '/api/batchwork/queue',
    '/api/batchwork/catalog',
    '/api/batchwork/nothing',
    '/history',
    '/queue',
    '/system_stats',
    '/settings',
    '/userdata?dir=',
    `/view?filename=${encodeURIComponent('../config/keys.json')}`,
    '/api/batchwork/workflows/..%2f..%2fconfig%2fkeys',
  ])
    await ask(path);
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
  socket.terminate();
  const resumed = await rig.run(['resume'], {
    environment: { RUNCOMFY_TOKEN: fromEnvironment, WAVESPEED_API_KEY: '' },
  });
  emitted.push(resumed.stdout, resumed.stderr);
  expect(await findInFiles()).toEqual([]);
  expect(emitted.filter((text) => guard.finds(text)).map((text) => text.slice(0, 300))).toEqual([]);
  expect(await readFile(join(rig.folder, 'config', 'keys.json'), 'utf8')).toContain('canary/settings');
});
