import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { openRig, type Rig } from '#test/rig/provider-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ settings: { queuedMs: 1000, imageMs: 1000, jobsAtOnce: 2 } });
});
afterAll(() => rig.close());
beforeEach(() => rig.admin('POST', '/reset'));

const sequential = '/v1/models/bytedance/seedream-4-5/sequential';
const waveSequential = '/api/v3/bytedance/seedream-v4.5/sequential';
type Json = Record<string, unknown>;

async function call(method: string, path: string, body?: unknown, key: string | null = 'a-key') {
  const response = await fetch(`${rig.emulator.url}${path}`, {
    method,
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: (text === '' ? {} : JSON.parse(text)) as Json,
  };
}

const runComfyBody = { prompt: 'a fox', sequential_image_generation_options: 2 };

describe('RunComfy', () => {
  test('a job from submit to result', async () => {
    const { json: submitted } = await call('POST', sequential, runComfyBody);
    const id = String(submitted['request_id']);
    const requests = `${rig.emulator.url}/v1/requests/${id}`;
    expect(submitted).toEqual({
      request_id: id,
      status_url: `${requests}/status`,
      result_url: `${requests}/result`,
      cancel_url: `${requests}/cancel`,
    });
    expect((await call('GET', `/v1/requests/${id}/status`)).json).toMatchObject({
      status: 'in_queue',
      queue_position: 1,
    });
    expect((await call('GET', `/v1/requests/${id}/result`)).json).toEqual({
      request_id: id,
      status: 'in_queue',
    });
    const picture = `${rig.emulator.url}/outputs/${id}/1.jpg`;
    expect((await fetch(picture)).status).toBe(404);
    rig.clock.advance(1000);
    expect((await call('GET', `/v1/requests/${id}/status`)).json).toMatchObject({ status: 'in_progress' });
    rig.clock.advance(2000);
    expect((await call('GET', `/v1/requests/${id}/status`)).json).toMatchObject({ status: 'completed' });
    const { json: result } = await call('GET', `/v1/requests/${id}/result?include_cost=true`);
    expect(result).toMatchObject({
      status: 'completed',
      output: { images: [picture, `${rig.emulator.url}/outputs/${id}/2.jpg`] },
      cost: 0.08,
    });
    expect((await fetch(picture)).headers.get('content-type')).toBe('image/jpeg');
    expect((await fetch(picture.replace('1.jpg', '3.jpg'))).status).toBe(404);
  });

  test('jobs wait for their turn, and the position counts down', async () => {
    const ids: string[] = [];
    for (let job = 0; job < 4; job += 1)
      ids.push(String((await call('POST', sequential, runComfyBody)).json['request_id']));
    const positions = async () => {
      const answers = await Promise.all(ids.map((id) => call('GET', `/v1/requests/${id}/status`)));
      return answers.map(({ json }) => json['queue_position'] ?? json['status']);
    };
    expect(await positions()).toEqual([1, 2, 3, 4]);
    rig.clock.advance(1000);
    expect(await positions()).toEqual(['in_progress', 'in_progress', 1, 2]);
    rig.clock.advance(2000);
    expect(await positions()).toEqual(['completed', 'completed', 'in_progress', 'in_progress']);
  });

  test.each([
    [{}, ['prompt', 'sequential_image_generation_options']],
    [{ ...runComfyBody, prompt: ' ' }, ['prompt']],
    [{ ...runComfyBody, sequential_image_generation_options: 0 }, ['sequential_image_generation_options']],
    [{ ...runComfyBody, sequential_image_generation_options: 16 }, ['sequential_image_generation_options']],
    [{ ...runComfyBody, sequential_image_generation_options: '3' }, ['sequential_image_generation_options']],
    [
      { ...runComfyBody, sequential_image_generation_options: { max_images: 3 } },
      ['sequential_image_generation_options'],
    ],
    [{ ...runComfyBody, resolution: '2048x2048' }, ['resolution']],
    [{ ...runComfyBody, seed: 'x' }, ['seed']],
    ['[]', ['body']],
    ['{', ['body']],
  ])('refuses %j', async (body, fields) => {
    const { status, json } = await call('POST', sequential, body);
    expect(status).toBe(422);
    expect(json['error_code']).toBe(422_001);
    expect((json['detail'] as { loc: string[] }[]).map(({ loc }) => loc[1])).toEqual(fields);
    expect((await rig.log()).entries.map(({ type }) => type)).toEqual(['refused']);
  });

  test.each([
    [{ images: [] }, 422],
    [{ images: ['not a url'] }, 422],
    [{ images: ['data:image/png;base64,AAAA'] }, 422],
    [{ images: Array.from({ length: 15 }, () => 'https://example.com/a.png') }, 422],
    [{ images: Array.from({ length: 14 }, () => 'https://example.com/a.png') }, 422],
    [{ images: ['https://example.com/a.png'] }, 200],
  ])('edit with %j: %i', async (images, expected) => {
    const { status } = await call('POST', '/v1/models/bytedance/seedream-4-5/edit-sequential', {
      ...runComfyBody,
      ...images,
    });
    expect(status).toBe(expected);
  });

  test.each([
    ['model-api', [400, 400_004], [400, 400_001], [404, 404_001], [403, 403_001], [400, 400_002]],
    ['serverless', [401, 401_001], [404, 404_001], [404, 404_001], [403, 403_003], [402, 10_001]],
  ] as const)('errors of the %s family', async (runComfyErrors, ...expected) => {
    const [auth, model, missing, foreign, credit] = expected;
    await rig.admin('POST', '/settings', { runComfyErrors });
    const error = ({ status, json }: { status: number; json: Json }) => [status, json['error_code']];
    const { json } = await call('POST', sequential, runComfyBody);
    expect(error(await call('POST', sequential, runComfyBody, null))).toEqual(auth);
    expect(error(await call('POST', sequential, runComfyBody, 'invalid-key'))).toEqual(auth);
    expect(error(await call('POST', '/v1/models/a/b', runComfyBody))).toEqual(model);
    expect(error(await call('GET', '/v1/requests/nobody/status'))).toEqual(missing);
    expect(
      error(await call('GET', `/v1/requests/${String(json['request_id'])}/result`, undefined, 'b-key')),
    ).toEqual(foreign);
    await rig.admin('POST', '/settings', { balanceUsd: 0.1 });
    expect(error(await call('POST', sequential, runComfyBody))).toEqual(credit);
    await rig.admin('POST', '/settings', { balanceUsd: 1_000_000, runComfyErrors: 'model-api' });
  });

  test('catalogue, price and balance', async () => {
    const { json: list } = await call('GET', '/v1/models');
    expect(list).toMatchObject({ total: 4 });
    expect((await call('GET', sequential)).json).toMatchObject({
      model_id: 'bytedance/seedream-4-5/sequential',
      base_price_usd: 0.04,
      price_unit: 'image',
    });
    await call('POST', sequential, runComfyBody);
    expect((await call('GET', '/prod/v2/balance')).json).toEqual({
      balance_usd: 999_999.92,
      currency: 'USD',
    });
  });
});

describe('WaveSpeed', () => {
  const body = { prompt: 'a fox', max_images: 2, size: '2048*2048' };
  const data = ({ json }: { json: Json }) => json['data'] as Json;

  test('a prediction from submit to outputs', async () => {
    const created = data(await call('POST', waveSequential, body));
    const id = String(created['id']);
    const get = `/api/v3/predictions/${id}/result`;
    expect(created).toMatchObject({
      status: 'created',
      outputs: [],
      urls: { get: `${rig.emulator.url}${get}` },
      error: '',
    });
    rig.clock.advance(1000);
    expect(data(await call('GET', get))).toMatchObject({ status: 'processing', outputs: [] });
    rig.clock.advance(2000);
    const done = data(await call('GET', get));
    expect(done).toMatchObject({ status: 'completed', has_nsfw_contents: [false, false] });
    expect(done['outputs']).toHaveLength(2);
    expect(data(await call('GET', `/api/v3/predictions/${id}`))).toEqual(done);
    expect(data(await call('POST', '/api/v3/predictions', {}))).toMatchObject({
      page: 1,
      items: [{ id, inputs: body, executionTime: 2000 }],
    });
    expect(data(await call('POST', '/api/v3/billings/search', {}))).toMatchObject({
      items: [{ price: 0.08, prediction: { uuid: id } }],
    });
    await call('POST', '/api/v3/predictions/delete', { ids: [id] });
    expect((await call('GET', get)).status).toBe(404);
    expect(data(await call('POST', '/api/v3/predictions', {}))).toMatchObject({ items: [] });
  });

  test.each([
    [{ prompt: '' }],
    [{ size: '2048x2048' }],
    [{ size: '1439*4096' }],
    [{ size: '4097*2048' }],
    [{ size: '1440*1440' }],
    [{ max_images: 0 }],
    [{ max_images: 16 }],
    [{ max_images: '2' }],
  ])('refuses %j', async (change) => {
    const { status, json } = await call('POST', waveSequential, { ...body, ...change });
    expect([status, json['code']]).toEqual([400, 400]);
  });

  test('takes the edges of the sizes', async () => {
    for (const size of ['1440*2560', '2560*1440', '4096*4096', '3360*1440'])
      expect((await call('POST', waveSequential, { ...body, size })).status).toBe(200);
  });

  test('at most ten references, fifteen with the outputs', async () => {
    const edit = '/api/v3/bytedance/seedream-v4.5/edit-sequential';
    const images = (count: number) => Array.from({ length: count }, () => 'https://example.com/a.png');
    const statusOf = async (count: number, maxImages: number) =>
      (await call('POST', edit, { ...body, images: images(count), max_images: maxImages })).status;
    expect(await statusOf(10, 5)).toBe(200);
    expect(await statusOf(10, 6)).toBe(400);
    expect(await statusOf(11, 1)).toBe(400);
    expect(await statusOf(0, 1)).toBe(400);
  });

  test('key, model, credit', async () => {
    expect((await call('POST', waveSequential, body, null)).status).toBe(401);
    expect((await call('GET', '/api/v3/balance', undefined, 'invalid')).status).toBe(401);
    expect((await call('POST', '/api/v3/no/model', body)).status).toBe(404);
    await rig.admin('POST', '/settings', { balanceUsd: 0.01 });
    expect((await call('POST', waveSequential, body)).status).toBe(402);
    await rig.admin('POST', '/settings', { balanceUsd: 1_000_000 });
  });

  test('price: by the number asked for, the floor for partial inputs', async () => {
    const price = async (inputs: Json) =>
      data(
        await call('POST', '/api/v3/model/price', { model_id: 'bytedance/seedream-v4.5/sequential', inputs }),
      );
    expect(await price({ prompt: 'x', max_images: 7 })).toMatchObject({ price: 0.28, currency: 'USD' });
    expect(await price({})).toMatchObject({ price: 0.04 });
  });

  test('sync mode answers at the end, or with a task that goes on', async () => {
    expect(data(await call('POST', waveSequential, { ...body, enable_sync_mode: true }))).toMatchObject({
      status: 'completed',
    });
    await rig.admin('POST', '/settings', { syncLimitMs: 10 });
    expect(data(await call('POST', waveSequential, { ...body, enable_sync_mode: true }))).toMatchObject({
      status: 'processing',
      code: 5004,
    });
    await rig.admin('POST', '/settings', { syncLimitMs: 60_000 });
  });

  test('naked base64', async () => {
    const sync = { ...body, enable_sync_mode: true, enable_base64_output: true };
    const [first] = data(await call('POST', waveSequential, sync))['outputs'] as string[];
    expect([...Buffer.from(first ?? '', 'base64').subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  });

  test('the older upload', async () => {
    const form = new FormData();
    form.set('file', new Blob(['bytes']), '../a b.png');
    const response = await fetch(`${rig.emulator.url}/api/v3/media/upload/binary`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-key' },
      body: form,
    });
    const answer = (await response.json()) as { data: { download_url: string; size: number } };
    expect(answer.data.size).toBe(5);
    expect(await (await fetch(answer.data.download_url)).text()).toBe('bytes');
  });
});

test.each([
  ['runcomfy', sequential, runComfyBody],
  ['wavespeed', waveSequential, { prompt: 'a fox', max_images: 1 }],
] as const)('%s accepts as many jobs a minute as its tier allows', async (provider, path, body) => {
  await rig.admin('POST', '/settings', { perMinute: { runcomfy: 0, wavespeed: 0, [provider]: 2 } });
  const statuses: number[] = [];
  for (let job = 0; job < 3; job += 1) statuses.push((await call('POST', path, body)).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect((await call('POST', path, body)).headers.get('retry-after')).toBe('60');
  rig.clock.advance(60_000);
  expect((await call('POST', path, body)).status).toBe(200);
  await rig.admin('POST', '/settings', { perMinute: { runcomfy: 0, wavespeed: 0 } });
});

test('a short batch is charged for what was asked or for what came, as set', async () => {
  const cost = async (billing: string) => {
    await rig.admin('POST', '/settings', { billing });
    await rig.fault({ fault: { kind: 'job', delivered: 1 } });
    const { json } = await call('POST', sequential, {
      ...runComfyBody,
      sequential_image_generation_options: 5,
    });
    rig.clock.advance(60_000);
    const result = await call('GET', `/v1/requests/${String(json['request_id'])}/result?include_cost=true`);
    return result.json['cost'];
  };
  expect(await cost('delivered')).toBe(0.04);
  expect(await cost('requested')).toBe(0.2);
});

test('a page in some tab has no business here', async () => {
  const response = await fetch(`${rig.emulator.url}/__emulator/reset`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
  });
  expect(response.status).toBe(403);
});
