import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { FailureError } from '#core/run/failure.ts';
import { foxRequest, never, openRig, submitted, type Rig } from '#test/rig/provider-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.admin('POST', '/reset'));

const providers = ['runcomfy', 'wavespeed'] as const;
const http = (status: number, body?: unknown, headers = {}) => ({
  fault: { kind: 'http', status, headers, ...(body === undefined ? {} : { body }) },
});

async function outcomeOf(provider: (typeof providers)[number], rule: object) {
  const model = rig.model(provider);
  const prepared = await model.prepare(foxRequest(), [], never);
  await rig.fault({ match: { call: 'submit' }, ...rule });
  const outcome = await model.submit(prepared);
  const { calls, entries } = await rig.log();
  expect(calls[`${provider}:submit`]).toBe(1);
  return { outcome, accepted: entries.filter(({ type }) => type === 'accepted').length };
}

describe.each(providers)('%s: what leaves open whether a batch was ordered', (provider) => {
  test.each([
    ['cut before the answer', { phase: 'before', fault: { kind: 'cut' } }, 0],
    ['reset within the answer', { phase: 'within', fault: { kind: 'cut', reset: true } }, 1],
    ['cut after acceptance', { phase: 'after', fault: { kind: 'cut' } }, 1],
    ['500 after acceptance', { phase: 'after', ...http(500, { error: 'oops' }) }, 1],
    ['502', http(502, '<html>Bad gateway</html>'), 0],
    ['503 with Retry-After', http(503, 'busy', { 'retry-after': '5' }), 0],
    ['504', http(504), 0],
    ['408', http(408), 0],
    ['409', http(409, { message: 'conflict' }), 0],
    ['a redirect', http(302, undefined, { location: '/v1/elsewhere' }), 0],
    ['307', http(307, undefined, { location: '/v1/elsewhere' }), 0],
    ['a web page with 200', { fault: { kind: 'html' } }, 0],
    ['an empty 200', http(200), 0],
    ['204', http(204), 0],
    ['cut JSON', { phase: 'after', fault: { kind: 'truncate' } }, 1],
    ['no id', { phase: 'after', fault: { kind: 'edit', remove: ['request_id', 'data.id'] } }, 1],
    ['an empty id', { phase: 'after', fault: { kind: 'edit', set: { request_id: '', 'data.id': '' } } }, 1],
    [
      'an id like a path',
      { phase: 'after', fault: { kind: 'edit', set: { request_id: '../x', 'data.id': '../x' } } },
      1,
    ],
    [
      'an id of a megabyte',
      {
        phase: 'after',
        fault: {
          kind: 'edit',
          set: { request_id: 'x'.repeat(1_000_000), 'data.id': 'x'.repeat(1_000_000) },
        },
      },
      1,
    ],
    [
      'an id that is a number',
      { phase: 'after', fault: { kind: 'edit', set: { request_id: 7, 'data.id': 7 } } },
      1,
    ],
    ['its own breakdown with 200', http(200, { error_code: 500_001, code: 5000, message: 'internal' }), 0],
  ])('%s', async (_name, rule, acceptedCount) => {
    const { outcome, accepted } = await outcomeOf(provider, rule);
    expect(outcome).toMatchObject({
      type: 'unknown',
      failure: { code: 'unknown-outcome', charged: 'unknown', retryable: false, provider },
    });
    expect(accepted).toBe(acceptedCount);
  });
});

describe.each(providers)('%s: what proves that nothing was made', (provider) => {
  test.each([
    [400, 'invalid'],
    [401, 'auth'],
    [402, 'quota'],
    [403, 'auth'],
    [404, 'not-found'],
    [413, 'invalid'],
    [422, 'invalid'],
    [429, 'rate-limited'],
  ])('%i: %s', async (status, code) => {
    const { outcome, accepted } = await outcomeOf(provider, http(status, { message: 'No.' }));
    expect(outcome).toMatchObject({
      type: 'rejected',
      failure: { code, charged: 'no', httpStatus: status, provider },
    });
    expect(accepted).toBe(0);
  });

  test.each([
    ['5', 5000],
    ['0', 0],
    ['-3', 0],
    ['1000000000', 3_600_000],
    ['1.5', 1500],
    ['Fri, 02 Jan 2026 03:05:05 GMT', 60_000],
    ['Thu, 01 Jan 2015 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('429 with Retry-After %s', async (header, retryAfterMs) => {
    const { outcome } = await outcomeOf(provider, http(429, {}, { 'retry-after': header }));
    expect(outcome).toMatchObject({ type: 'rejected', failure: { code: 'rate-limited', retryable: true } });
    expect(outcome.type === 'rejected' && outcome.retryAfterMs).toBe(retryAfterMs);
  });
});

test.each([
  ['runcomfy', 400, { error_code: 400_004, error_message: 'token' }, 'auth'],
  ['runcomfy', 400, { error_code: 400_002 }, 'quota'],
  ['runcomfy', 400, { error_code: '400001' }, 'not-found'],
  ['runcomfy', 403, { error_code: 403_001 }, 'auth'],
  ['runcomfy', 402, { error_code: 10_001 }, 'quota'],
  ['runcomfy', 422, { error_code: 422_001, detail: [{ msg: 'Field required' }] }, 'invalid'],
  ['runcomfy', 200, { error_code: 400_002, error_message: 'no balance' }, 'quota'],
  ['runcomfy', 200, { error_code: 400_004 }, 'auth'],
  ['wavespeed', 200, { code: 401, message: 'key' }, 'auth'],
  ['wavespeed', 200, { code: 402, message: 'credit' }, 'quota'],
  ['wavespeed', 200, { code: 1200, message: 'content moderation' }, 'moderation'],
  ['wavespeed', 200, { code: 1401, message: 'size' }, 'invalid'],
  ['wavespeed', 400, { code: 400, message: 'Insufficient credits' }, 'quota'],
  ['wavespeed', 403, { code: 403, message: 'insufficient balance', error_code: 'X' }, 'quota'],
] as const)('%s answers %i %j: %s', async (provider, status, body, code) => {
  const { outcome } = await outcomeOf(provider, http(status, body));
  expect(outcome).toMatchObject({ type: 'rejected', failure: { code, charged: 'no' } });
});

describe('before a connection stands', () => {
  test.each(['a closed port', 'an unknown name'])('%s', async (what) => {
    const closed = await openRig();
    await closed.close();
    const baseUrl = what === 'a closed port' ? closed.emulator.url : 'http://batchwork.invalid';
    const model = rig.model('runcomfy', { baseUrl });
    const outcome = await model.submit(await model.prepare(foxRequest(), [], never));
    expect(outcome).toMatchObject({
      type: 'rejected',
      failure: { code: 'protocol', retryable: true, charged: 'no' },
    });
  });

  test('a destination that our own fetch refuses', async () => {
    const model = rig.model('runcomfy', {
      fetch: () =>
        Promise.reject(
          new FailureError({
            code: 'blocked-destination',
            message: 'Not there.',
            retryable: false,
            charged: 'no',
          }),
        ),
    });
    expect(await model.submit(await model.prepare(foxRequest(), [], never))).toMatchObject({
      type: 'rejected',
      failure: { code: 'blocked-destination' },
    });
  });

  test('no key: nothing is sent, and the variable is named', async () => {
    const model = rig.model('wavespeed', { key: () => undefined });
    expect(model.account).toBeUndefined();
    expect(await model.submit(await model.prepare(foxRequest(), [], never))).toMatchObject({
      type: 'rejected',
      failure: { code: 'auth', message: expect.stringContaining('WAVESPEED_API_KEY') },
    });
    expect((await rig.log()).calls).toEqual({});
  });
});

test.each([
  [{ runComfyErrors: 'model-api' }, 400],
  [{ runComfyErrors: 'serverless' }, 401],
])(
  'a refused key in either of RunComfy’s families names the key and where to mend it: %j',
  async (family, status) => {
    await rig.admin('POST', '/settings', family);
    const model = rig.model('runcomfy', { key: () => 'invalid-key' });
    expect(await model.submit(await model.prepare(foxRequest(), [], never))).toMatchObject({
      type: 'rejected',
      failure: {
        code: 'auth',
        httpStatus: status,
        message: 'RunComfy refused the key (RUNCOMFY_TOKEN). Check it in Settings.',
      },
    });
  },
);

test('the body travels byte for byte, once, with the key as bearer', async () => {
  const seen: { body: unknown; headers: Record<string, string>; redirect: string }[] = [];
  const model = rig.model('wavespeed', {
    fetch: (url, init) => {
      seen.push({ body: init.body, headers: init.headers, redirect: init.redirect });
      return fetch(url, init);
    },
  });
  const prepared = {
    model: 'bytedance/seedream-v4.5/sequential',
    body: '{ "prompt":"ü fox",\n"max_images":2 }',
  };
  await submitted(model, prepared);
  expect(seen).toEqual([
    {
      body: prepared.body,
      redirect: 'manual',
      headers: expect.objectContaining({
        authorization: 'Bearer secret-key-of-a-test',
        'content-type': 'application/json',
      }),
    },
  ]);
});

test('the key is cut out of whatever is told of an answer, and the answer is cut short', async () => {
  const { outcome } = await outcomeOf(
    'runcomfy',
    http(400, { message: `bad key secret-key-of-a-test ${'x'.repeat(5000)}` }),
  );
  expect(JSON.stringify(outcome)).not.toContain('secret-key-of-a-test');
  expect(JSON.stringify(outcome)).toContain('[key]');
  expect(outcome.type === 'accepted' ? '' : outcome.failure.detail).toHaveLength(2048);
});
