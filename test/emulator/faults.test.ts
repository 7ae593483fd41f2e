import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { foxRequest, never, openRig, submitted, type Rig } from '#test/rig/provider-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ settings: { latencyScale: 0 } });
});
afterAll(() => rig.close());
beforeEach(() => rig.admin('POST', '/reset'));

/** URL of the first image of a finished job. */
async function pictureUrl(): Promise<string> {
  const model = rig.model('runcomfy');
  const outcome = await model.poll(await submitted(model), never);
  const [image] = outcome.type === 'state' && outcome.state.type === 'succeeded' ? outcome.state.images : [];
  return image !== undefined && 'url' in image ? image.url : '';
}

const statusOf = async (url: string) => (await fetch(url, { redirect: 'manual' })).status;

test('a rule hits the calls it names, after some and so many times', async () => {
  const url = await pictureUrl();
  await rig.fault({ match: { call: 'media' }, skip: 1, times: 2, fault: { kind: 'http', status: 404 } });
  const statuses: number[] = [];
  for (let call = 0; call < 4; call += 1) statuses.push(await statusOf(url));
  expect(statuses).toEqual([200, 404, 404, 200]);
  expect(await rig.admin('GET', '/faults')).toMatchObject({ faults: [{ left: 0 }] });
});

test('by provider, model and prompt', async () => {
  const url = await pictureUrl();
  for (const match of [{ provider: 'wavespeed' }, { promptIncludes: 'bear' }, { model: 'x' }])
    await rig.fault({ match: { ...match, call: 'media' }, fault: { kind: 'http', status: 418 } });
  expect(await statusOf(url)).toBe(200);
  await rig.fault({ match: { promptIncludes: 'fox', call: 'media' }, fault: { kind: 'http', status: 418 } });
  expect(await statusOf(url)).toBe(418);
});

describe('media', () => {
  const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());

  test('truncated', async () => {
    const url = await pictureUrl();
    const whole = await bytesOf(url);
    await rig.fault({ match: { call: 'media' }, fault: { kind: 'truncate', share: 0.3 } });
    expect(await bytesOf(url)).toEqual(whole.slice(0, Math.floor(whole.length * 0.3)));
  });

  test('cut in the middle', async () => {
    const url = await pictureUrl();
    await rig.fault({ match: { call: 'media' }, phase: 'within', fault: { kind: 'cut' } });
    await expect(bytesOf(url)).rejects.toThrow(/terminated/);
  });

  test('another content type, the same bytes', async () => {
    const url = await pictureUrl();
    const whole = await bytesOf(url);
    await rig.fault({ match: { call: 'media' }, fault: { kind: 'content-type', value: 'text/html' } });
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/html');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(whole);
  });

  test('a redirect', async () => {
    const url = await pictureUrl();
    await rig.fault({
      match: { call: 'media' },
      fault: { kind: 'http', status: 302, headers: { location: 'http://127.0.0.1:9/x' } },
    });
    expect(await statusOf(url)).toBe(302);
  });

  test('drop by drop', async () => {
    const url = await pictureUrl();
    const whole = await bytesOf(url);
    await rig.fault({ match: { call: 'media' }, fault: { kind: 'drip', ms: 10, bytes: 4096 } });
    const before = rig.clock.now();
    expect(await bytesOf(url)).toEqual(whole);
    expect(rig.clock.now() - before).toBe(10 * Math.ceil(whole.length / 4096));
  });

  test('what was fetched is told as served', async () => {
    const url = await pictureUrl();
    await bytesOf(url);
    const { entries } = await rig.log();
    expect(entries.filter(({ type }) => type === 'served')).toMatchObject([{ index: 0 }]);
  });
});

test('a late answer', async () => {
  const model = rig.model('runcomfy');
  await rig.fault({ match: { call: 'submit' }, fault: { kind: 'delay', ms: 70_000 } });
  const before = rig.clock.now();
  await submitted(model);
  expect(rig.clock.now() - before).toBe(70_000);
});

test('several rules decide one fate together', async () => {
  await rig.fault({ fault: { kind: 'job', delivered: 2 } });
  await rig.fault({ fault: { kind: 'job', completedWord: 'succeeded' } });
  const model = rig.model('runcomfy');
  const outcome = await model.poll(await submitted(model), never);
  expect(outcome).toMatchObject({ state: { type: 'succeeded', images: [{}, {}] } });
  expect(await model.poll(await submitted(model), never)).toMatchObject({ state: { images: [{}, {}, {}] } });
});

test.each([
  [{ fault: { kind: 'nonsense' } }],
  [{ fault: { kind: 'http' } }],
  [{ fault: { kind: 'job', deliverd: 3 } }],
  [{ match: { who: 'me' }, fault: { kind: 'cut' } }],
  [{}],
])('a rule that is none is refused: %j', async (rule) => {
  await expect(rig.fault(rule)).rejects.toThrow(/error/);
  expect(await rig.admin('GET', '/faults')).toEqual({ faults: [] });
});

test('the log tells what was accepted and charged, with a hash that knows no key order', async () => {
  const model = rig.model('wavespeed');
  const prepared = await model.prepare(foxRequest(), [], never);
  await submitted(model, prepared);
  const turned = Object.fromEntries(Object.entries(JSON.parse(prepared.body) as object).toReversed());
  await submitted(model, { ...prepared, body: JSON.stringify(turned) });
  const { entries } = await rig.log();
  expect(entries.map(({ type }) => type)).toEqual(['accepted', 'charged', 'accepted', 'charged']);
  expect(entries[0]).toMatchObject({ job: { body: JSON.parse(prepared.body), requested: 3 } });
  expect(entries[1]).toMatchObject({ usd: 0.12 });
  const hashOf = (entry: Record<string, unknown> | undefined) =>
    (entry?.['job'] as { bodyHash: string } | undefined)?.bodyHash;
  expect(hashOf(entries[0])).toBe(hashOf(entries[2]));
  expect(JSON.stringify(entries)).not.toContain('secret-key-of-a-test');
});

test('one picture may hold all views', async () => {
  await rig.fault({ fault: { kind: 'job', composite: true } });
  const model = rig.model('wavespeed');
  const outcome = await model.poll(await submitted(model), never);
  const images = outcome.type === 'state' && outcome.state.type === 'succeeded' ? outcome.state.images : [];
  expect(images).toHaveLength(1);
  const [image] = images;
  const url = image !== undefined && 'url' in image ? image.url : '';
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const facts = await sharp(bytes).metadata();
  expect(Math.max(facts.width, facts.height)).toBe(48);
});
