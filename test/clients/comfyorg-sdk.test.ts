import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { comfyPrompt, loadClient, openClientRig, ownPrompt, picture, type ClientRig } from './client-rig.ts';

interface Output {
  readonly id: string;
  readonly nodeId: string;
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  toBytes(options?: { range?: readonly [number, number] }): Promise<Uint8Array>;
  toFile(path: string): Promise<string>;
  getDownloadUrl(): Promise<{ url: string }>;
}
interface Event {
  readonly kind: string;
  readonly value?: number;
  readonly status?: string;
  readonly output?: Output;
}
interface Job {
  readonly id: string;
  readonly status: string;
  readonly outputs: Output[];
  readonly error: { code: string; message: string; node_id: string } | null;
  getOutputs(node: string): Output[];
  events(): AsyncIterable<Event>;
  cancel(): Promise<Job>;
  wait(timeoutMs?: number): Promise<Job>;
  result(): Promise<Job>;
  getWorkflow(): Promise<{ workflow: unknown; format: string }>;
}
interface Workflow {
  setInput(node: string, field: string, value: unknown): void;
}
interface Asset {
  readonly id: string | undefined;
  readonly createdNew: boolean | null;
  commit(): Promise<string>;
  delete(): Promise<void>;
}
interface Client {
  workflows: { fromJson(graph: object): Workflow };
  assets: {
    fromBytes(bytes: Uint8Array, options: { filename: string }): Asset;
    fromFile(path: string): Asset;
    get(id: string): Promise<Asset>;
  };
  jobs: { get(id: string): Promise<Job> };
  run(workflow: Workflow): Promise<Job>;
  submit(workflow: Workflow, options?: { idempotencyKey?: string }): Promise<Job>;
}

let server: ClientRig;
let client: Client;
let folder: string;

beforeAll(async () => {
  server = await openClientRig();
  folder = await mkdtemp(join(tmpdir(), 'batchwork-sdk-'));
  process.env['COMFY_BASE_URL'] = server.url;
  const { Comfy } = await loadClient<{ Comfy: new () => Client }>('@comfyorg/sdk');
  client = new Comfy();
});
afterAll(async () => {
  delete process.env['COMFY_BASE_URL'];
  await rm(folder, { recursive: true, force: true });
  await server.close();
});

test('runs a prompt of ComfyUI and brings its files home, under its own node ids', async () => {
  const job = await client.run(client.workflows.fromJson(comfyPrompt('a fox')));
  expect(job.status).toBe('succeeded');
  expect(job.getOutputs('9').map(({ name, contentType }) => [name, contentType])).toEqual([
    ['comfy/fox_00001.jpg', 'image/jpeg'],
    ['comfy/fox_00002.jpg', 'image/jpeg'],
  ]);
  const [output] = job.outputs;
  const bytes = await output?.toBytes();
  expect(bytes?.byteLength).toBe(output?.sizeBytes);
  expect(await output?.toBytes({ range: [2, 9] })).toEqual(bytes?.subarray(2, 10));
  const file = await output?.toFile(join(folder, 'fox.jpg'));
  expect(new Uint8Array(await readFile(file ?? ''))).toEqual(bytes);
  expect((await fetch((await output?.getDownloadUrl())?.url ?? '')).status).toBe(200);
  expect(await job.getWorkflow()).toMatchObject({ workflow: comfyPrompt('a fox'), format: 'api' });
  expect((await client.jobs.get(job.id)).status).toBe('succeeded');
});

test('follows progress and outputs live, to the end', async () => {
  const job = await client.submit(client.workflows.fromJson(ownPrompt('an owl')));
  const events: Event[] = [];
  for await (const event of job.events()) events.push(event);
  expect(events.at(-1)).toMatchObject({ kind: 'statusChange', status: 'succeeded' });
  const progress = events.flatMap(({ kind, value }) => (kind === 'progress' ? [value] : []));
  expect(progress.length).toBeGreaterThan(0);
  const outputs = events.flatMap(({ output }) => output?.nodeId ?? []);
  expect(outputs.toSorted()).toEqual(['3', '3', '5', '5']);
});

test('the same again costs nothing', async () => {
  await client.run(client.workflows.fromJson(comfyPrompt('a hare')));
  const before = await server.accepted();
  const again = await client.run(client.workflows.fromJson(comfyPrompt('a hare')));
  expect(again.getOutputs('9')).toHaveLength(2);
  expect(await server.accepted()).toBe(before);
});

test('a lost answer may be asked for again with the same key', async () => {
  const submit = (subject: string) =>
    client.submit(client.workflows.fromJson(comfyPrompt(subject)), { idempotencyKey: 'asked-once' });
  const first = await submit('a lynx');
  expect((await submit('a lynx')).id).toBe(first.id);
  await expect(submit('a stoat')).rejects.toMatchObject({ code: 'idempotency_key_reuse', httpStatus: 422 });
  await first.result();
});

test('uploads an image once, by its content, and draws with it', async () => {
  const bytes = await picture('#c04972');
  const asset = client.assets.fromBytes(bytes, { filename: 'reference.png' });
  const workflow = client.workflows.fromJson({
    '10': { class_type: 'LoadImage', inputs: { image: '' } },
    '4': {
      class_type: 'ByteDanceSeedreamNode',
      inputs: { ...comfyPrompt('the same fox')['4'].inputs, image: ['10', 0] },
    },
    '9': { class_type: 'SaveImage', inputs: { images: ['4', 0], filename_prefix: 'edited' } },
  });
  workflow.setInput('10', 'image', asset);
  const job = await client.run(workflow);
  expect(job.getOutputs('9')).toHaveLength(2);
  expect(asset.createdNew).toBe(true);

  const file = join(folder, 'again.png');
  await writeFile(file, bytes);
  const again = client.assets.fromFile(file);
  expect(await again.commit()).toBe(asset.id);
  expect(again.createdNew).toBe(false);
  expect((await client.assets.get(asset.id ?? '')).id).toBe(asset.id);
  await again.delete();
  await expect(client.assets.get(asset.id ?? '')).rejects.toMatchObject({ httpStatus: 404 });
});

afterEach(() => server.noFaults());

test('cancels', async () => {
  await server.fault({ fault: { kind: 'job', queuedMs: 60_000 } });
  const job = await client.submit(client.workflows.fromJson(comfyPrompt('a slow bear')));
  await job.cancel();
  expect((await job.wait(20_000)).status).toBe('canceled');
});

test('tells why a job failed, and at which of the client’s nodes', async () => {
  await server.fault({ fault: { kind: 'job', ending: 'failed', error: 'the drawing failed' } });
  const job = await client.submit(client.workflows.fromJson(comfyPrompt('a failing bear')));
  await expect(job.result()).rejects.toThrow(/failed/);
  expect(job.error).toMatchObject({ node_id: '4' });
  await expect(
    client.submit(client.workflows.fromJson({ '1': { class_type: 'Nonsense', inputs: {} } })),
  ).rejects.toMatchObject({ code: 'invalid_workflow', httpStatus: 422 });
  await expect(client.jobs.get('nothing')).rejects.toMatchObject({ httpStatus: 404 });
});
