import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { comfyPrompt, loadClient, openClientRig, ownPrompt, picture, type ClientRig } from './client-rig.ts';

interface Image {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}
type Images = Record<string, { blob: Blob; image: Image }[]>;

interface Client {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  getEmbeddings(): Promise<string[]>;
  getExtensions(): Promise<string[]>;
  queuePrompt(prompt: object): Promise<{ prompt_id: string; number: number; node_errors: object }>;
  interrupt(): Promise<unknown>;
  editHistory(change: object): Promise<void>;
  uploadImage(image: Buffer, name: string, overwrite?: boolean): Promise<{ name: string }>;
  uploadMask(image: Buffer, name: string, original: object, overwrite?: boolean): Promise<{ name: string }>;
  getImage(filename: string, subfolder: string, type: string): Promise<Blob>;
  getSystemStats(): Promise<{ devices: unknown[] }>;
  getPrompt(): Promise<{ exec_info: { queue_remaining: number } }>;
  getObjectInfo(name?: string): Promise<Record<string, { output: string[] }>>;
  getHistory(id?: string): Promise<Record<string, { status: { status_str: string }; outputs: object }>>;
  getQueue(): Promise<{ queue_running: unknown[][]; queue_pending: unknown[][] }>;
  saveImages(images: Images, folder: string): Promise<void>;
  getImages(prompt: object): Promise<Images>;
  /** Only in the second package. */
  deleteQueue?(id: string): Promise<unknown>;
}

let server: ClientRig;
beforeAll(async () => {
  server = await openClientRig();
});
afterAll(() => server.close());

describe.each(['comfy-ui-client', '@artifyfun/comfy-ui-client'])('%s', (name) => {
  let client: Client;
  beforeAll(async () => {
    const { ComfyUIClient } = await loadClient<{
      ComfyUIClient: new (address: string, clientId: string, tell?: () => void) => Client;
    }>(name);
    client = new ComfyUIClient(server.address, `client of ${name}`);
    await client.connect();
  });
  afterEach(() => server.noFaults());
  afterAll(() => client.disconnect());

  /** Ids of what has not ended. */
  const open = async (): Promise<unknown[]> => {
    const { queue_running: running, queue_pending: pending } = await client.getQueue();
    return [...running, ...pending].map(([, id]) => id);
  };

  test('finds out what there is', async () => {
    expect(await client.getEmbeddings()).toEqual([]);
    expect(await client.getExtensions()).toEqual([]);
    expect((await client.getSystemStats()).devices).toHaveLength(1);
    expect(Object.keys(await client.getObjectInfo())).toEqual(
      expect.arrayContaining([
        'SequentialGenerate',
        'ByteDanceSeedreamNode',
        'LoadImage',
        'SaveImage',
        'PreviewImage',
      ]),
    );
    expect(await client.getObjectInfo('SaveImage')).toMatchObject({ SaveImage: { output: [] } });
    expect(await client.getObjectInfo('KSampler')).toEqual({});
  });

  test('runs a prompt and brings its images home', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'batchwork-images-'));
    const images = await client.getImages(comfyPrompt(`a fox for ${name}`));
    expect(Object.keys(images)).toEqual(['9']);
    expect(images['9']).toHaveLength(2);
    expect(images['9']?.[0]?.blob.size).toBeGreaterThan(100);
    await client.saveImages(images, folder);
    expect(await readdir(folder)).toHaveLength(2);
    await rm(folder, { recursive: true });
  });

  test('the same again is told as well, though nothing is drawn', async () => {
    const prompt = ownPrompt(`an otter for ${name}`);
    const first = await client.getImages(prompt);
    const accepted = await server.accepted();
    const second = await client.getImages(prompt);
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(second['5']).toHaveLength(2);
    expect(await server.accepted()).toBe(accepted);
  });

  test('several prompts at once come back each with its own', async () => {
    const subjects = ['a lion', 'a tiger', 'a bear'];
    const all = await Promise.all(
      subjects.map((subject) => client.getImages(comfyPrompt(`${subject} for ${name}`))),
    );
    const files = all.flatMap((images) => images['9']?.map(({ image }) => image.filename) ?? []);
    expect(new Set(files).size).toBe(6);
  });

  test('uploads an image and a mask, and draws with them', async () => {
    const uploaded = await client.uploadImage(await picture(), 'fox.png', true);
    expect(uploaded).toMatchObject({ name: 'fox.png', subfolder: '', type: 'input' });
    const mask = await client.uploadMask(
      await picture('#ffffff'),
      'mask.png',
      { filename: 'fox.png', type: 'input' },
      true,
    );
    expect(mask.name).toBe('mask.png');
    expect((await client.getImage('fox.png', '', 'input')).size).toBe((await picture()).length);
    const images = await client.getImages({
      ...comfyPrompt(`the fox again for ${name}`),
      '10': { class_type: 'LoadImage', inputs: { image: uploaded.name } },
      '11': { class_type: 'PreviewImage', inputs: { images: ['10', 0] } },
    });
    expect(images['11']).toHaveLength(1);
  });

  test('cancels', async () => {
    await server.fault({ fault: { kind: 'job', queuedMs: 60_000 } });
    const { prompt_id: id } = await client.queuePrompt(comfyPrompt(`a slow bear for ${name}`));
    await expect
      .poll(async () => (await client.getQueue()).queue_running.map(([, each]) => each))
      .toContain(id);
    expect((await client.getPrompt()).exec_info.queue_remaining).toBe(1);
    await (client.deleteQueue === undefined ? client.interrupt() : client.deleteQueue(id));
    await expect.poll(open, { timeout: 20_000 }).toEqual([]);
    expect((await client.getHistory(id))[id]?.status.status_str).toBe('error');
  });

  test('is told what is wrong with a prompt', async () => {
    await expect(client.queuePrompt({ '1': { class_type: 'KSampler', inputs: {} } })).rejects.toThrow(
      /missing_node_type/,
    );
    await expect(client.queuePrompt({ '1': { class_type: 'Prompt', inputs: {} } })).rejects.toThrow(
      /prompt_no_outputs/,
    );
    await expect(
      client.queuePrompt({ '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'x' } } }),
    ).rejects.toThrow(/required_input_missing/);
  });

  test('forgets its history when asked to', async () => {
    const [id = ''] = Object.keys(await client.getHistory());
    await client.editHistory({ delete: [id] });
    expect(await client.getHistory(id)).toEqual({});
    await client.editHistory({ clear: true });
    expect(await client.getHistory()).toEqual({});
  });
});
