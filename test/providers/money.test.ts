import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { FailureError } from '#core/run/failure.ts';
import { foxRequest, never, openRig, submitted, type Rig } from '#test/rig/provider-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.admin('POST', '/reset'));

const http = (status: number, body?: unknown) => ({
  kind: 'http',
  status,
  ...(body === undefined ? {} : { body }),
});

describe('RunComfy’s price', () => {
  test.each([
    [{ base_price_usd: 0.04, price_unit: 'image' }, 0.12, 'requested-count'],
    [{ base_price_usd: 0.05, price_unit: 'per_image' }, 0.15, 'requested-count'],
    [{ base_price_usd: 0.5, price_unit: 'per request' }, 0.5, 'per-run'],
    [{ base_price_usd: 0.5, price_unit: 'second' }, null, 'unknown'],
    [{ base_price_usd: 0.5 }, null, 'unknown'],
    [{ base_price_usd: 0, price_unit: 'image' }, null, 'unknown'],
    [{ base_price_usd: null, price_unit: 'image' }, null, 'unknown'],
    [{ base_price_usd: 'much', price_unit: 'image' }, null, 'unknown'],
    [{}, null, 'unknown'],
  ])('%j: %j', async (body, usd, basis) => {
    await rig.fault({ match: { call: 'price' }, fault: http(200, body) });
    const price = await rig.model('runcomfy').price(foxRequest(), never);
    expect(price).toMatchObject({ usd, basis });
    expect(price.source).toContain('RunComfy');
  });

  test.each([[http(500)], [http(404, { error_code: 404_001 })], [{ kind: 'cut' }], [{ kind: 'html' }]])(
    'trouble means unknown, and the next question asks again: %j',
    async (fault) => {
      const model = rig.model('runcomfy');
      await rig.fault({ match: { call: 'price' }, fault });
      expect(await model.price(foxRequest(), never)).toMatchObject({ usd: null, basis: 'unknown' });
      expect(await model.price(foxRequest(), never)).toMatchObject({ usd: 0.12 });
    },
  );

  test('without a key nobody is asked', async () => {
    const price = await rig.model('runcomfy', { key: () => undefined }).price(foxRequest(), never);
    expect(price).toMatchObject({
      usd: null,
      basis: 'unknown',
      source: expect.stringContaining('RUNCOMFY_TOKEN'),
    });
    expect((await rig.log()).calls).toEqual({});
  });
});

describe('WaveSpeed’s price', () => {
  test('is asked for with full inputs', async () => {
    await rig.admin('POST', '/settings', { imageUsd: 0.03 });
    expect(await rig.model('wavespeed').price(foxRequest({ count: 5 }), never)).toMatchObject({
      usd: 0.15,
      basis: 'requested-count',
    });
    await rig.admin('POST', '/settings', { imageUsd: 0.04 });
  });

  test.each([
    [http(500)],
    [http(200, { code: 200, data: {} })],
    [http(200, { code: 200, data: { price: 0 } })],
    [http(200, { code: 200, data: { price: 3, currency: 'EUR' } })],
    [{ kind: 'cut' }],
  ])('falls back on the documented one: %j', async (fault) => {
    await rig.fault({ match: { call: 'price' }, fault });
    expect(await rig.model('wavespeed').price(foxRequest({ count: 7 }), never)).toMatchObject({
      usd: 0.28,
      basis: 'requested-count',
      source: expect.stringContaining('model page'),
    });
  });

  test('needs no key', async () => {
    const model = rig.model('wavespeed', { key: () => undefined });
    expect(await model.price(foxRequest(), never)).toMatchObject({ usd: 0.12 });
    expect((await rig.log()).calls).toEqual({});
  });
});

test.each(['runcomfy', 'wavespeed'] as const)(
  '%s is asked once a minute for the same batch',
  async (provider) => {
    const model = rig.model(provider);
    const ask = (count: number) => model.price(foxRequest({ count }), never);
    await ask(3);
    await ask(3);
    rig.clock.advance(59_000);
    await ask(3);
    expect((await rig.log()).calls[`${provider}:price`]).toBe(1);
    await ask(4);
    expect((await rig.log()).calls[`${provider}:price`]).toBe(2);
    rig.clock.advance(2000);
    await ask(3);
    expect((await rig.log()).calls[`${provider}:price`]).toBe(3);
  },
);

test('the demo is free and says so', async () => {
  const model = rig.model('runcomfy', { provider: 'local', title: 'Demo', demo: true });
  expect(await model.price(foxRequest(), never)).toMatchObject({ usd: 0, basis: 'free' });
  const operation = await submitted(model);
  expect(operation).toMatchObject({ provider: 'local' });
  rig.clock.advance(60_000);
  expect(await model.poll(operation, never)).toMatchObject({ state: { type: 'succeeded', costUsd: 0 } });
  expect(await model.balance(never)).toEqual({ usd: null });
});

describe.each([
  ['runcomfy', 'price'],
  ['wavespeed', 'balance'],
] as const)('%s’s balance', (provider, firstCall) => {
  test('goes down by what was charged', async () => {
    const model = rig.model(provider);
    await submitted(model);
    expect(await model.balance(never)).toEqual({ usd: 999_999.88 });
  });

  test.each([http(500), http(503), http(401), { kind: 'cut' }, { kind: 'html' }])(
    'throws while the provider does not answer: %j',
    async (fault) => {
      await rig.fault({ match: { call: firstCall }, fault });
      await expect(rig.model(provider).balance(never)).rejects.toThrow(FailureError);
    },
  );

  test('a provider that answers and tells none: null', async () => {
    await rig.fault({ match: { call: 'balance' }, fault: http(404, {}) });
    expect(await rig.model(provider).balance(never)).toEqual({ usd: null });
  });
});
