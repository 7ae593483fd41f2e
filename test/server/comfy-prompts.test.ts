import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { connect, isEndOf, small, storyOf, type ComfySocket } from './comfy-rig.ts';
import { openServer, smallWorkflow, type ServerRig } from './server-rig.ts';

let server: ServerRig;
let client: ComfySocket;
let stranger: ComfySocket;
/** One prompt that came to its end. */
let first: string;

const post = (body: object, path = '/prompt') => server.json('POST', path, body);
const run = async (prompt: object, more: object = {}): Promise<string> => {
  const { status, body } = await post({ prompt, client_id: 'own', ...more });
  expect(body).toMatchObject({ node_errors: {} });
  expect(status).toBe(200);
  await client.until(isEndOf(body.prompt_id));
  return body.prompt_id;
};

beforeAll(async () => {
  server = await openServer();
  client = await connect(server.url, '/ws?clientId=own');
  stranger = await connect(server.url, '/api/ws');
  first = await run(small('Generate 2 images of a fox'));
});
afterAll(async () => {
  client.close();
  stranger.close();
  await server.close();
});

describe('the WebSocket', () => {
  test('greets with the status and the id of the client', () => {
    expect(client.frames[0]).toEqual({
      type: 'status',
      data: { status: { exec_info: { queue_remaining: 0 } }, sid: 'own' },
    });
    expect(stranger.frames[0]?.data.sid).toMatch(/^[0-9a-f]{32}$/);
  });

  test('tells a prompt in order, to its own client alone', () => {
    expect(storyOf(client.frames, first)).toEqual([
      'execution_start',
      'execution_cached',
      'executing 1',
      'executing 2',
      'executing 9',
      'executed 9',
      'execution_success',
      'executing null',
    ]);
    expect(storyOf(stranger.frames, first)).toEqual([]);
    expect(new Set(stranger.frames.map(({ type }) => type))).toEqual(new Set(['status']));
  });

  test('tells progress with prompt and node, never more than there is', () => {
    const progress = client.frames.filter(
      ({ type, data }) => type === 'progress' && data.prompt_id === first,
    );
    expect(progress.length).toBeGreaterThan(1);
    for (const { data } of progress) {
      expect(['2', '9']).toContain(data.node);
      expect(data.value).toBeLessThanOrEqual(data.max);
    }
    expect(client.frames.some(({ type }) => type === 'binary')).toBe(false);
  });

  test('clears the queue between the end and the last word', () => {
    const end = client.frames.findIndex(
      ({ type, data }) => type === 'execution_success' && data.prompt_id === first,
    );
    expect(client.frames.slice(end + 1, end + 3)).toEqual([
      { type: 'status', data: { status: { exec_info: { queue_remaining: 0 } } } },
      { type: 'executing', data: { node: null, display_node: null, prompt_id: first } },
    ]);
  });

  test('answers a client that announces its features', async () => {
    stranger.send({ type: 'feature_flags', data: { supports_preview_metadata: true } });
    const { data } = await stranger.until(({ type }) => type === 'feature_flags');
    expect(data).toMatchObject({ max_upload_size: 104_857_600 });
  });

  test('what is cached is told, and its outputs all the same', async () => {
    const again = await run(small('Generate 2 images of a fox'));
    const story = storyOf(client.frames, again);
    expect(story).toEqual([
      'execution_start',
      'execution_cached',
      'executing 1',
      'executing 9',
      'executed 9',
      'execution_success',
      'executing null',
    ]);
    const cached = client.frames.find(
      ({ type, data }) => type === 'execution_cached' && data.prompt_id === again,
    );
    expect(cached?.data.nodes).toEqual(['2']);
  });

  test('one that comes back with the same id hears on', async () => {
    const { body } = await post({ prompt: small('Generate 9 images of a heron'), client_id: 'away' });
    const early = await connect(server.url, '/ws?clientId=away');
    await early.until(({ type }) => type === 'progress');
    early.close();
    const late = await connect(server.url, '/ws?clientId=away');
    expect(late.frames[0]?.type).toBe('status');
    await late.until(isEndOf(body.prompt_id));
    expect(storyOf(late.frames, body.prompt_id)).toContain('executed 9');
    late.close();
  });
});

describe('POST /prompt', () => {
  test('the history has the outputs under the ids of the prompt', async () => {
    const { body } = await server.json('GET', `/history/${first}`);
    expect(body[first]).toMatchObject({
      prompt: [expect.any(Number), first, small('Generate 2 images of a fox'), { client_id: 'own' }, ['9']],
      outputs: {
        '9': {
          images: [
            { filename: 'batchwork_00001.jpg', subfolder: '', type: 'output' },
            { filename: 'batchwork_00002.jpg', subfolder: '', type: 'output' },
          ],
        },
      },
      status: { status_str: 'success', completed: true },
    });
    expect((await server.json('GET', '/api/history?max_items=1')).body).not.toHaveProperty(first);
    expect((await server.json('GET', '/history?max_items=1&offset=0')).body).toHaveProperty(first);
    expect((await server.json('GET', '/history?max_items=5&offset=100000')).body).toEqual({});
    expect((await server.json('GET', `/history/${randomUUID()}`)).body).toEqual({});
  });

  test('the same prompt_id with the same body is the same prompt; with another it is refused', async () => {
    const id = randomUUID();
    const body = { prompt: small('Generate 2 images of a crane'), prompt_id: id, client_id: 'own' };
    expect((await post(body)).body.prompt_id).toBe(id);
    expect((await post(body)).body.prompt_id).toBe(id);
    const other = await post({ ...body, prompt: small('Generate 2 images of a stork') });
    expect(other.status).toBe(422);
    expect(other.body.error.type).toBe('prompt_id_reused');
    await client.until(isEndOf(id));
    expect(storyOf(client.frames, id).filter((each) => each === 'execution_start')).toHaveLength(1);
  });

  test('what is sent as a secret is neither kept nor told', async () => {
    const id = await run(small('Generate 2 images of a fox'), {
      extra_data: { api_key_comfy_org: 'comfyui-secret', extra_pnginfo: { workflow: { id: 'w-1' } } },
    });
    const told = JSON.stringify((await server.json('GET', `/history/${id}`)).body);
    expect(told).not.toContain('comfyui-secret');
    expect(told).toContain('w-1');
    expect((await server.json('GET', `/api/jobs/${id}`)).body).toMatchObject({
      workflow_id: 'w-1',
      status: 'completed',
    });
  });

  test('takes a document of ours too', async () => {
    const id = await run({ ...smallWorkflow });
    expect(storyOf(client.frames, id)).toContain('executed save');
  });

  test('takes what the editor of ComfyUI saves too', async () => {
    const id = await run({
      last_node_id: 2,
      last_link_id: 1,
      version: 0.4,
      nodes: [
        {
          id: 4,
          type: 'SequentialGenerate',
          pos: [0, 0],
          size: [300, 200],
          flags: {},
          order: 0,
          mode: 0,
          inputs: [],
          outputs: [{ name: 'images', type: 'IMAGE', links: [1] }],
          properties: {},
          widgets_values_named: { prompt: 'Generate 2 images of a fox', count: 2, provider: 'local' },
          widgets_values: ['Generate 2 images of a fox', 2],
        },
        {
          id: 7,
          type: 'SaveImage',
          pos: [400, 0],
          size: [300, 200],
          flags: {},
          order: 1,
          mode: 0,
          inputs: [{ name: 'images', type: 'IMAGE', link: 1 }],
          outputs: [],
          properties: {},
          widgets_values: ['drawn'],
        },
      ],
      links: [[1, 4, 0, 7, 0, 'IMAGE']],
    });
    expect(storyOf(client.frames, id)).toContain('executed 7');
    expect((await server.json('GET', `/api/v2/jobs/${id}/workflow`)).body.format).toBe('save');
  });

  test.each([
    ['no prompt', { client_id: 'own' }, 'no_prompt'],
    ['an empty prompt', { prompt: {} }, 'prompt_no_outputs'],
    ['no outputs', { prompt: { '1': { class_type: 'Prompt', inputs: {} } } }, 'prompt_no_outputs'],
    ['an unknown class', { prompt: { '1': { class_type: 'KSampler', inputs: {} } } }, 'missing_node_type'],
    ['no class', { prompt: { '1': { inputs: {} } } }, 'missing_node_type'],
    ['a prompt_id that is none', { prompt: small('x'), prompt_id: 'X' }, 'invalid_prompt_id'],
    ['a prompt that is a list', { prompt: [] }, 'invalid_request'],
    [
      'a missing input',
      { prompt: { '9': { class_type: 'SaveImage', inputs: {} } } },
      'prompt_outputs_failed_validation',
    ],
  ])('%s is refused in ComfyUI’s shape', async (_name, body, type) => {
    for (const path of ['/prompt', '/api/prompt']) {
      const answer = await post(body, path);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        error: {
          type,
          message: expect.any(String),
          details: expect.any(String),
          extra_info: expect.any(Object),
        },
        node_errors: expect.any(Object),
      });
    }
  });

  test.each([
    [{ count: 99 }, 'value_bigger_than_max'],
    [{ count: 0 }, 'value_smaller_than_min'],
    [{ provider: 'nobody' }, 'value_not_in_list'],
    [{ count: 'many' }, 'invalid_input_type'],
    [{ prompt: ['77', 0] }, 'bad_linked_input'],
    [{ prompt: ['1', 5] }, 'bad_linked_input'],
  ])('%j is told at its node', async (inputs, type) => {
    const prompt = small('Generate 2 images of a fox');
    const wrong = { ...prompt, '2': { ...prompt['2'], inputs: { ...prompt['2'].inputs, ...inputs } } };
    const { status, body } = await post({ prompt: wrong });
    expect(status).toBe(400);
    expect(body.node_errors['2'].errors.map((each: { type: string }) => each.type)).toContain(type);
    expect(body.node_errors['2'].class_type).toBe('SequentialGenerate');
  });

  test('a sound output runs though another is not', async () => {
    const { status, body } = await post({
      prompt: {
        ...small('Generate 2 images of a fox'),
        '20': { class_type: 'SaveImage', inputs: { filename_prefix: 'never' } },
      },
      client_id: 'own',
    });
    expect(status).toBe(200);
    expect(Object.keys(body.node_errors)).toEqual(['20']);
    await client.until(isEndOf(body.prompt_id));
    expect(storyOf(client.frames, body.prompt_id)).toContain('executed 9');
  });

  test('several at once, each cancelled by its id', async () => {
    const prompts = await Promise.all(
      ['ox', 'ass', 'mule'].map((beast) =>
        post({ prompt: small(`Generate 15 images of an ${beast}`), client_id: 'own' }),
      ),
    );
    const ids = prompts.map(({ body }) => String(body.prompt_id));
    const [a = '', b = '', c = ''] = ids;
    const queue = async (): Promise<string[]> => {
      const { body } = await server.json('GET', '/queue');
      return [...body.queue_running, ...body.queue_pending].map(([, id]: [number, string]) => id);
    };
    expect((await queue()).toSorted()).toEqual(ids.toSorted());
    expect((await server.json('GET', '/prompt')).body).toEqual({ exec_info: { queue_remaining: 3 } });
    await server.json('POST', '/interrupt', { prompt_id: a });
    await client.until(isEndOf(a));
    expect(await queue()).not.toContain(a);
    await server.json('POST', '/api/queue', { delete: [b] });
    expect((await server.json('POST', `/api/jobs/${c}/cancel`)).body).toEqual({ cancelled: true });
    for (const id of [b, c]) await client.until(isEndOf(id));
    for (const id of ids) {
      expect(storyOf(client.frames, id)).toContain('execution_interrupted');
      expect((await server.json('GET', `/history/${id}`)).body[id].status.status_str).toBe('error');
      expect((await server.json('GET', `/api/v2/jobs/${id}`)).body.status).toBe('canceled');
    }
    expect(await queue()).toEqual([]);
    expect((await server.json('POST', `/api/jobs/${c}/cancel`)).body).toEqual({ cancelled: false });
  });
});

test('a queue that is full is told, and takes more when it has room', async () => {
  const full = await openServer({ BATCHWORK_QUEUE_LIMIT: '1' });
  const slow = { workflow: small('Generate 15 images of a snail') };
  const { body } = await full.json('POST', '/api/v2/jobs', slow);
  const refused = await full.json('POST', '/api/v2/jobs', slow);
  expect(refused.status).toBe(429);
  expect(refused.headers['retry-after']).toBe('5');
  expect(refused.body.error.code).toBe('queue_full');
  expect((await full.json('POST', '/prompt', { prompt: small('x') })).status).toBe(429);
  await full.json('POST', `/api/v2/jobs/${body.id}/cancel`);
  await expect
    .poll(async () => (await full.json('POST', '/prompt', { prompt: small('x') })).status)
    .toBe(200);
  await full.close();
});

test('a patient client is told again and again how far the provider is', async () => {
  const patient = await connect(server.url, '/ws?clientId=patient');
  const { body } = await post({ prompt: small('Generate 15 images of a tortoise'), client_id: 'patient' });
  await patient.until(() => {
    const told = patient.frames
      .filter(({ type }) => type === 'progress')
      .map(({ data }) => JSON.stringify(data));
    return told.length > 1 && told.at(-1) === told.at(-2);
  });
  await server.json('POST', '/interrupt', { prompt_id: body.prompt_id });
  await patient.until(isEndOf(body.prompt_id));
  expect(storyOf(patient.frames, body.prompt_id)).toContain('execution_interrupted');
  patient.close();
});

test('a prompt goes on after a restart, and its client hears the end', async () => {
  const data = await mkdtemp(join(tmpdir(), 'batchwork-'));
  const before = await openServer({ BATCHWORK_DATA: data });
  const early = await connect(before.url, '/ws?clientId=faithful');
  const prompt = small('Generate 4 images of a penguin');
  const { body } = await before.json('POST', '/prompt', { prompt, client_id: 'faithful' });
  await early.until(({ type }) => type === 'progress');
  early.close();
  await before.close();
  const after = await openServer({ BATCHWORK_DATA: data });
  const late = await connect(after.url, '/ws?clientId=faithful');
  await late.until(isEndOf(body.prompt_id));
  expect(storyOf(late.frames, body.prompt_id)).toContain('executed 9');
  expect((await after.json('GET', `/history/${body.prompt_id}`)).body[body.prompt_id].status.completed).toBe(
    true,
  );
  late.close();
  await after.close();
  await rm(data, { recursive: true, force: true });
});
