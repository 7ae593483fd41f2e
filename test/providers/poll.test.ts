import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { foxRequest, never, openRig, submitted, type Rig } from '#test/rig/provider-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ settings: { queuedMs: 1000, imageMs: 1000, jobsAtOnce: 1 } });
});
afterAll(() => rig.close());
beforeEach(() => rig.admin('POST', '/reset'));

const providers = ['runcomfy', 'wavespeed'] as const;
type ProviderName = (typeof providers)[number];
const http = (status: number, body?: unknown, headers = {}) => ({
  kind: 'http',
  status,
  headers,
  ...(body === undefined ? {} : { body }),
});

/** A job after its time, with a fate. */
async function ended(provider: ProviderName, fate: object) {
  if (Object.keys(fate).length > 0) await rig.fault({ fault: { kind: 'job', ...fate } });
  const model = rig.model(provider);
  const operation = await submitted(model);
  rig.clock.advance(60_000);
  return model.poll(operation, never);
}

describe.each(providers)('%s', (provider) => {
  test('queued, running, succeeded with one URL an image', async () => {
    const model = rig.model(provider);
    const first = await submitted(model);
    const second = await submitted(model);
    const position = provider === 'runcomfy' ? { position: 2 } : {};
    expect(await model.poll(second, never)).toEqual({
      type: 'state',
      state: { type: 'queued', ...position },
    });
    rig.clock.advance(1500);
    expect(await model.poll(first, never)).toEqual({ type: 'state', state: { type: 'running' } });
    rig.clock.advance(60_000);
    const outcome = await model.poll(second, never);
    expect(outcome).toMatchObject({ type: 'state', state: { type: 'succeeded' } });
    const images = outcome.type === 'state' && outcome.state.type === 'succeeded' ? outcome.state.images : [];
    expect(images).toHaveLength(3);
    for (const image of images) {
      const response = await fetch('url' in image ? image.url : '');
      expect(response.headers.get('content-type')).toBe('image/jpeg');
      await response.arrayBuffer();
    }
  });

  test.each([
    ['fewer', 2],
    ['one', 1],
    ['none', 0],
    ['more', 5],
  ])('%s images than asked for', async (_name, delivered) => {
    const outcome = await ended(provider, { delivered });
    expect(outcome).toMatchObject({ type: 'state', state: { type: 'succeeded' } });
    expect(
      outcome.type === 'state' && outcome.state.type === 'succeeded' && outcome.state.images,
    ).toHaveLength(delivered);
  });

  test.each([
    ['Succeeded', 'succeeded'],
    ['COMPLETED', 'succeeded'],
    ['success', 'succeeded'],
  ])('%s means %s', async (completedWord, type) => {
    expect(await ended(provider, { completedWord })).toMatchObject({ type: 'state', state: { type } });
  });

  test.each([
    ['pending', { type: 'queued' }],
    ['Processing', { type: 'running' }],
    ['starting', { type: 'running' }],
    ['canceled', { type: 'cancelled' }],
    ['CANCELLED', { type: 'cancelled' }],
    ['rebooting', { type: 'unrecognized', status: 'rebooting' }],
    ['constructor', { type: 'unrecognized', status: 'constructor' }],
  ])('status %s', async (status, state) => {
    expect(await ended(provider, { status })).toEqual({ type: 'state', state });
  });

  test.each([
    ['500', http(500, { error: 'oops' }), 'protocol', true],
    ['503', http(503, 'busy'), 'protocol', true],
    ['a web page', { kind: 'html' }, 'protocol', true],
    ['nothing', http(200), 'protocol', true],
    ['cut JSON', { kind: 'truncate' }, 'protocol', true],
    ['a cut line', { kind: 'cut' }, 'protocol', true],
    ['another shape', http(200, [1, 2]), 'protocol', true],
    ['429', http(429, {}, { 'retry-after': '9' }), 'rate-limited', true],
    ['401', http(401, {}), 'auth', true],
    ['403', http(403, {}), 'auth', true],
    ['402', http(402, {}), 'quota', true],
    ['404', http(404, {}), 'not-found', true],
  ])('%s says nothing about the job', async (_name, fault, code, retryable) => {
    const model = rig.model(provider);
    const operation = await submitted(model);
    await rig.fault({ match: { call: provider === 'runcomfy' ? 'status' : 'result' }, fault });
    const outcome = await model.poll(operation, never);
    expect(outcome).toMatchObject({ type: 'trouble', failure: { code, retryable, charged: 'unknown' } });
    expect(outcome.type === 'trouble' && outcome.retryAfterMs).toBe(
      code === 'rate-limited' ? 9000 : undefined,
    );
    expect(await model.poll(operation, never)).toMatchObject({ type: 'state' });
  });

  test('an aborted poll is trouble too, not an exception', async () => {
    const model = rig.model(provider);
    const operation = await submitted(model);
    expect(await model.poll(operation, AbortSignal.abort(new Error('stop')))).toMatchObject({
      type: 'trouble',
    });
  });

  test('an id nobody knows', async () => {
    const model = rig.model(provider);
    expect(await model.poll({ provider, model: 'm', requestId: 'nobody' }, never)).toMatchObject({
      type: 'trouble',
      failure: { code: 'not-found' },
    });
  });
});

test.each([
  [{ error: 'The moon fell down' }, 'provider-failed', 'The moon fell down'],
  [
    { error: { code: 'OutputImageSensitiveContentDetected', message: 'Sensitive content' } },
    'moderation',
    '',
  ],
  [{ error: { reason: ['a', 1] } }, 'provider-failed', 'reason'],
  [{}, 'provider-failed', 'RunComfy'],
])('RunComfy fails with %j', async (fate, code, said) => {
  const outcome = await ended('runcomfy', { ending: 'failed', ...fate });
  expect(outcome).toMatchObject({
    type: 'state',
    state: { type: 'failed', failure: { code, charged: 'unknown' } },
  });
  expect(JSON.stringify(outcome)).toContain(said);
});

test.each([
  [1200, 'moderation'],
  [1400, 'invalid'],
  [1401, 'invalid'],
  [1402, 'invalid'],
  [1403, 'provider-failed'],
  [1405, 'provider-failed'],
  [5000, 'provider-failed'],
  [5003, 'provider-failed'],
  [5004, 'provider-failed'],
  [4711, 'provider-failed'],
])('WaveSpeed fails with task code %i', async (taskCode, code) => {
  expect(await ended('wavespeed', { ending: 'failed', taskCode, error: 'because' })).toMatchObject({
    type: 'state',
    state: { type: 'failed', failure: { code, message: expect.stringContaining('because') } },
  });
});

test.each([
  ['timeout', 'failed'],
  ['deleted', 'failed'],
  ['cancelled', 'cancelled'],
])('WaveSpeed ends as %s', async (ending, type) => {
  expect(await ended('wavespeed', { ending })).toMatchObject({ type: 'state', state: { type } });
});

test('WaveSpeed flags stand for the outputs at their places, missing ones mean no', async () => {
  const outcome = await ended('wavespeed', { nsfw: [1], nsfwFlags: 2 });
  expect(
    outcome.type === 'state' && outcome.state.type === 'succeeded'
      ? outcome.state.images.map(({ nsfw }) => nsfw)
      : [],
  ).toEqual([false, true, false]);
});

test('RunComfy’s single image and its cost', async () => {
  const outcome = await ended('runcomfy', { singleImage: true, delivered: 1 });
  expect(outcome).toMatchObject({
    type: 'state',
    state: { type: 'succeeded', images: [{ nsfw: false }], costUsd: 0.12 },
  });
});

test('outputs as objects, data URIs and naked base64', async () => {
  const model = rig.model('wavespeed');
  const operation = await submitted(model);
  const base64 = 'QUJD'.repeat(30);
  const outputs = [
    { url: 'https://cdn.example.com/a.jpg' },
    `data:image/png;base64,${base64}`,
    base64,
    'not an image',
    null,
  ];
  await rig.fault({
    match: { call: 'result' },
    fault: { kind: 'edit', set: { 'data.status': 'completed', 'data.outputs': outputs } },
  });
  expect(await model.poll(operation, never)).toEqual({
    type: 'state',
    state: {
      type: 'succeeded',
      images: [
        { url: 'https://cdn.example.com/a.jpg', nsfw: false },
        { base64, nsfw: false },
        { base64, nsfw: false },
      ],
    },
  });
});

test('the key goes to the base URL only, whatever URLs an answer names', async () => {
  const urls: string[] = [];
  const model = rig.model('wavespeed', {
    fetch: (url, init) => {
      urls.push(url);
      return fetch(url, init);
    },
  });
  await rig.fault({
    match: { call: 'submit' },
    phase: 'after',
    fault: { kind: 'edit', set: { 'data.urls.get': 'http://evil.example/steal' } },
  });
  const operation = await submitted(model);
  await model.poll(operation, never);
  for (const url of urls) expect(new URL(url).origin).toBe(rig.emulator.url);
});

describe('cancel', () => {
  test('RunComfy stops what is queued, and says too late afterwards', async () => {
    const model = rig.model('runcomfy');
    const running = await submitted(model);
    const queued = await submitted(model);
    rig.clock.advance(1500);
    expect(await model.cancel(queued)).toBe('cancelled');
    expect(await model.poll(queued, never)).toEqual({ type: 'state', state: { type: 'cancelled' } });
    expect(await model.cancel(running)).toBe('too-late');
    rig.clock.advance(60_000);
    expect(await model.cancel(running)).toBe('too-late');
    expect(await model.balance(never)).toEqual({ usd: 999_999.88 });
  });

  test.each([
    ['a cut line', { kind: 'cut' }],
    ['500', http(500)],
    ['a 200 without outcome', http(200, { request_id: 'x', status: 'in_progress' })],
    ['another outcome', http(200, { outcome: 'perhaps' })],
  ])('RunComfy answers with %s: unknown', async (_name, fault) => {
    const model = rig.model('runcomfy');
    const operation = await submitted(model);
    await rig.fault({ match: { call: 'cancel' }, fault });
    expect(await model.cancel(operation)).toBe('unknown');
  });

  test('WaveSpeed has no way, and is not asked', async () => {
    const model = rig.model('wavespeed');
    const operation = await submitted(model);
    expect(await model.cancel(operation)).toBe('unsupported');
    expect((await rig.log()).calls).toEqual({ 'wavespeed:submit': 1 });
  });
});

test('accounts are told apart without the key', () => {
  const accounts = ['one-key', 'two-key'].map((key) => rig.model('runcomfy', { key: () => key }).account);
  expect(new Set(accounts).size).toBe(2);
  expect(accounts.join()).not.toContain('key');
  expect(rig.model('runcomfy', { key: () => 'one-key' }).account).toBe(accounts[0]);
  expect(foxRequest().count).toBe(3);
});
