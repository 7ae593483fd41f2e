import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { comfyPrompt, loadClient, openClientRig, picture, type ClientRig } from './client-rig.ts';

interface Image {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}
interface Builder {
  setInputNode(input: string, path: string): Builder;
  setOutputNode(output: string, node: string): Builder;
  input(name: string, value: unknown): Builder;
}
interface Call {
  onPending(tell: (id?: string) => void): Call;
  onStart(tell: (id?: string) => void): Call;
  onProgress(tell: (at: { value: number; max: number }) => void): Call;
  onFinished(tell: (data: unknown) => void): Call;
  onFailed(tell: (error: Error, id?: string) => void): Call;
  run(): Promise<{ images: { images: Image[] } } | false | undefined>;
}
interface Api {
  init(): Api;
  waitForReady(): Promise<Api>;
  destroy(): void;
  interrupt(): Promise<void>;
  getQueue(): Promise<{ queue_running: unknown[][]; queue_pending: unknown[][] }>;
  manageQueue(change: object): Promise<void>;
  getNodeDefs(name?: string): Promise<object | null>;
  uploadImage(bytes: Uint8Array, name: string): Promise<{ info: Image } | false>;
  uploadMask(bytes: Uint8Array, original: Image): Promise<{ info: Image } | false>;
  getImage(image: Image): Promise<Blob>;
  storeUserData(file: string, data: unknown): Promise<Response>;
  listUserData(folder: string): Promise<string[]>;
  moveUserData(from: string, to: string): Promise<Response>;
  deleteUserData(file: string): Promise<void>;
  freeMemory(models: boolean, memory: boolean): Promise<boolean>;
}
interface Package {
  ComfyApi: new (url: string, clientId: string) => Api;
  CallWrapper: new (api: Api, workflow: Builder) => Call;
  PromptBuilder: new (prompt: object, inputs: string[], outputs: string[]) => Builder;
}

let server: ClientRig;
let sdk: Package;
let api: Api;

beforeAll(async () => {
  server = await openClientRig();
  sdk = await loadClient<Package>('@saintno/comfyui-sdk');
  api = new sdk.ComfyApi(server.url, 'saintno');
  await api.init().waitForReady();
});
afterEach(() => server.noFaults());
afterAll(async () => {
  api.destroy();
  await server.close();
});

const builder = (subject: string): Builder =>
  new sdk.PromptBuilder(comfyPrompt('nothing'), ['prompt'], ['images'])
    .setInputNode('prompt', '4.inputs.prompt')
    .setOutputNode('images', '9')
    .input('prompt', `Generate 2 images of ${subject}`);

/** Runs a prompt and notes what was told of it. */
async function call(
  subject: string,
  { api: caller = api, onPending }: { api?: Api; onPending?: (id: string) => unknown } = {},
) {
  const told: { pending: number; started: number; progress: number[]; finished: number; failed: string[] } = {
    pending: 0,
    started: 0,
    progress: [],
    finished: 0,
    failed: [],
  };
  const result = await new sdk.CallWrapper(caller, builder(subject))
    .onPending((id) => {
      told.pending += 1;
      onPending?.(id ?? '');
    })
    .onStart(() => (told.started += 1))
    .onProgress(({ value, max }) => told.progress.push(value / max))
    .onFinished(() => (told.finished += 1))
    .onFailed(({ message, name }) => told.failed.push(`${name}: ${message}`))
    .run();
  return { result, told };
}

test('runs a prompt with progress, and finds its images', async () => {
  const { result, told } = await call('a fox');
  expect(told).toMatchObject({ pending: 1, finished: 1, failed: [] });
  const images = result === false ? [] : (result?.images.images ?? []);
  expect(images).toHaveLength(2);
  const [first] = images;
  expect(first === undefined ? 0 : (await api.getImage(first)).size).toBeGreaterThan(100);
});

test('the same again is told as well, though nothing is drawn', async () => {
  await call('a hare');
  const accepted = await server.accepted();
  const { told } = await call('a hare');
  expect(told).toMatchObject({ finished: 1, failed: [] });
  expect(await server.accepted()).toBe(accepted);
});

test('several clients at once, each hears of its own prompt alone', async () => {
  const apis = await Promise.all(
    ['one', 'two', 'three'].map((id) => new sdk.ComfyApi(server.url, id).init().waitForReady()),
  );
  const calls = await Promise.all(apis.map((each, index) => call(`a beast number ${index}`, { api: each })));
  for (const each of apis) each.destroy();
  // The client may say twice that one is finished: by the last message, and by the status that it asked for before.
  expect(calls.map(({ told, result }) => [told.pending, told.failed, result !== false])).toEqual(
    apis.map(() => [1, [], true]),
  );
});

test('is told of an interruption', async () => {
  await server.fault({ fault: { kind: 'job', queuedMs: 60_000 } });
  const { result, told } = await call('a slow bear', {
    onPending: async (id) => {
      await expect
        .poll(async () => (await api.getQueue()).queue_running.map(([, each]) => each))
        .toContain(id);
      await api.interrupt();
    },
  });
  expect(result).toBe(false);
  expect(told).toMatchObject({ finished: 0, failed: [expect.stringContaining('interrupted')] });
});

test('is told of errors, before a run and in it', async () => {
  await server.fault({ fault: { kind: 'job', ending: 'failed', error: 'the drawing failed' } });
  const { result, told } = await call('a failing bear');
  expect(result).toBe(false);
  expect(told.failed).toHaveLength(1);
  const wrong = new sdk.PromptBuilder(
    { '1': { class_type: 'KSampler', inputs: {} } },
    [],
    ['images'],
  ).setOutputNode('images', '1');
  const failures: Error[] = [];
  await new sdk.CallWrapper(api, wrong).onFailed((error) => failures.push(error)).run();
  expect(failures.length).toBeGreaterThan(0);
});

test('uploads images and masks, and keeps files for its user', async () => {
  const uploaded = await api.uploadImage(await picture(), 'saint.png');
  if (uploaded === false) throw new Error('The upload failed.');
  expect(uploaded.info).toMatchObject({ filename: 'saint.png', type: 'input' });
  expect((await api.getImage(uploaded.info)).size).toBe((await picture()).length);
  expect(await api.uploadMask(await picture('#ffffff'), uploaded.info)).toMatchObject({
    info: { filename: 'mask.png' },
  });
  expect(await api.getNodeDefs('LoadImage')).toMatchObject({
    LoadImage: { input: { required: { image: [['mask.png', 'saint.png'], { image_upload: true }] } } },
  });
  expect(await api.getNodeDefs('KSampler')).toBeNull();
  await api.storeUserData('notes/one.json', { text: 'one' });
  await api.moveUserData('notes/one.json', 'notes/two.json');
  expect(await api.listUserData('notes')).toEqual(['two.json']);
  await api.deleteUserData('notes/two.json');
  expect(await api.listUserData('notes')).toEqual([]);
  expect(await api.freeMemory(true, true)).toBe(true);
});
