import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { comfyPrompt, loadClient, openClientRig, ownPrompt, type ClientRig } from './client-rig.ts';

interface Images {
  readonly images: { type: string; data: string }[];
}
interface Invoked {
  enqueue(): Promise<void>;
  wait(): Promise<Images>;
  wait_polling(options: { polling_ms: number }): Promise<Images>;
  interrupt(): Promise<void>;
  query(): Promise<{ running: boolean; pending: boolean; done: boolean }>;
}
type Link = readonly [node: string, slot: number];
interface Workflow {
  node(type: string, inputs: object): Link[];
  invoke(client: Client, options?: { progress(at: { value: number; max: number }): void }): Promise<Images>;
  instance(client: Client): Invoked;
}
interface Client {
  connect(options?: object): Promise<unknown>;
  close(): void;
  enqueue(prompt: object, options?: object): Promise<Images>;
  enqueue_polling(prompt: object, options?: object): Promise<Images>;
  getNodeDefs(): Promise<object>;
  getSystemStats(): Promise<{ system: { comfyui_version: string } }>;
  storeSetting(id: string, value: unknown): Promise<Response>;
  getSetting(id: string): Promise<unknown>;
  storeUserData(file: string, data: unknown, options: object): Promise<void>;
  getUserData(file: string): Promise<Response>;
  free(options: object): Promise<void>;
}
interface Package {
  Client: new (options: object) => Client;
  Workflow: new () => Workflow;
}

let server: ClientRig;
let stable: Package;
let client: Client;

beforeAll(async () => {
  server = await openClientRig();
  stable = await loadClient<Package>('@stable-canvas/comfyui-client');
  client = new stable.Client({ api_host: server.address, clientId: 'stable-canvas' });
  await client.connect();
});
afterEach(() => server.noFaults());
afterAll(async () => {
  client.close();
  await server.close();
});

function workflowOf(subject: string): Workflow {
  const workflow = new stable.Workflow();
  const { inputs } = comfyPrompt(subject)['4'];
  const [images] = workflow.node('ByteDanceSeedreamNode', inputs);
  workflow.node('SaveImage', { images, filename_prefix: 'stable' });
  return workflow;
}

test('runs a workflow over the WebSocket, with progress', async () => {
  const progress: number[] = [];
  const { images } = await workflowOf('a fox').invoke(client, {
    progress: ({ value, max }) => progress.push(value / max),
  });
  expect(images).toHaveLength(2);
  expect(progress.length).toBeGreaterThan(0);
  expect(Math.max(...progress)).toBeLessThanOrEqual(1);
  expect((await fetch(images[0]?.data ?? '')).status).toBe(200);
});

test('runs one by polling alone', async () => {
  const { images } = await client.enqueue_polling(comfyPrompt('an owl'), { polling_ms: 50 });
  expect(images).toHaveLength(2);
});

test('the same again is told as well, though nothing is drawn', async () => {
  await client.enqueue(comfyPrompt('a hare'));
  const accepted = await server.accepted();
  expect((await workflowOf('a hare').invoke(client)).images).toHaveLength(2);
  expect((await client.enqueue(ownPrompt('a hare'))).images).toHaveLength(2);
  expect((await client.enqueue_polling(comfyPrompt('a hare'), { polling_ms: 50 })).images).toHaveLength(2);
  // Our own prompt asks for another seed, so that it alone is drawn.
  expect(await server.accepted()).toBe(accepted + 1);
});

test('several at once, of which one is interrupted by its id', async () => {
  await server.fault({ match: { promptIncludes: 'slow' }, fault: { kind: 'job', queuedMs: 60_000 } });
  const slow = workflowOf('a slow bear').instance(client);
  await slow.enqueue();
  const waiting = slow.wait();
  const ending = waiting.then(
    () => 'done',
    () => 'interrupted',
  );
  const quick = workflowOf('a lynx').instance(client);
  await quick.enqueue();
  expect((await quick.wait()).images).toHaveLength(2);
  expect((await slow.query()).done).toBe(false);
  await slow.interrupt();
  expect(await ending).toBe('interrupted');
  expect((await slow.query()).done).toBe(true);
});

test('is told of errors, before a run and in it', async () => {
  await expect(client.enqueue({ '1': { class_type: 'KSampler', inputs: {} } })).rejects.toThrow(
    /missing_node_type|400/,
  );
  await server.fault({ fault: { kind: 'job', ending: 'failed', error: 'the drawing failed' } });
  await expect(workflowOf('a failing bear').invoke(client)).rejects.toThrow(/./);
});

test('keeps settings and files for its user', async () => {
  expect(await client.getNodeDefs()).toHaveProperty('ByteDanceSeedreamNodeV3');
  expect((await client.getSystemStats()).system.comfyui_version).toMatch(/^\d+\.\d+/);
  await client.storeSetting('Comfy.Theme', 'dark');
  expect(await client.getSetting('Comfy.Theme')).toBe('dark');
  await client.storeUserData('workflows/fox.json', { nodes: [] }, { stringify: true, method: 'POST' });
  expect((await client.getUserData('workflows/fox.json')).status).toBe(200);
  await client.free({ unload_models: true, free_memory: true });
});
