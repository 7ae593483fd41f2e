import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { ReferenceImage } from '#core/model/image-model.ts';
import { FailureError } from '#core/run/failure.ts';
import { foxRequest, never, openRig, submitted, type Rig } from '#test/rig/provider-rig.ts';

let rig: Rig;
let png: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  rig = await openRig();
  png = new Uint8Array(
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#4fa3b5' } })
      .png()
      .toBuffer(),
  );
});
afterAll(() => rig.close());
beforeEach(() => rig.admin('POST', '/reset'));

const reference = (digit: string): ReferenceImage => ({
  asset: {
    hash: digit.repeat(64),
    mediaType: 'image/png',
    byteLength: png.length,
    width: 8,
    height: 8,
  },
  bytes: () => Promise.resolve(png),
});

async function prepared(provider: 'runcomfy' | 'wavespeed', references: readonly ReferenceImage[]) {
  const model = rig.model(provider);
  const request = foxRequest({ references: references.map(({ asset }) => asset) });
  return { model, request: await model.prepare(request, references, never) };
}

test('RunComfy gets data URIs at the edit sibling', async () => {
  const { model, request } = await prepared('runcomfy', [reference('1'), reference('2')]);
  expect(request.model).toBe('bytedance/seedream-4-5/edit-sequential');
  expect(JSON.parse(request.body)).toEqual({
    prompt: 'Generate 3 images of a fox',
    sequential_image_generation_options: 3,
    resolution: '2048x2048 (1:1)',
    images: Array.from({ length: 2 }, () => `data:image/png;base64,${Buffer.from(png).toString('base64')}`),
  });
  await submitted(model, request);
});

test('bytes beyond one piece are written as base64 correctly', async () => {
  const bytes = new Uint8Array(100_001).map((_, index) => index % 251);
  const model = rig.model('runcomfy');
  const big = { ...reference('3'), bytes: () => Promise.resolve(bytes) };
  const { body } = await model.prepare(foxRequest({ references: [big.asset] }), [big], never);
  expect(JSON.parse(body)).toHaveProperty(
    'images.0',
    `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`,
  );
});

test('RunComfy’s body has an end', async () => {
  const huge = { ...reference('4'), bytes: () => Promise.resolve(new Uint8Array(13 * 1024 * 1024)) };
  const model = rig.model('runcomfy');
  await expect(
    model.prepare(
      foxRequest(),
      Array.from({ length: 4 }, () => huge),
      never,
    ),
  ).rejects.toThrow(/64 MB/);
});

describe('WaveSpeed', () => {
  test('gets uploads by ticket at the edit sibling, each image once', async () => {
    const { model, request } = await prepared('wavespeed', [reference('1'), reference('1')]);
    expect(request.model).toBe('bytedance/seedream-v4.5/edit-sequential');
    const body = JSON.parse(request.body) as { images: string[] };
    expect(Object.keys(body)).toEqual(['prompt', 'max_images', 'size', 'images']);
    expect(new Set(body.images).size).toBe(1);
    const uploaded = await fetch(body.images[0] ?? '');
    expect(new Uint8Array(await uploaded.arrayBuffer())).toEqual(png);
    // A ticket and a PUT.
    expect((await rig.log()).calls).toEqual({ 'wavespeed:upload': 2 });
    await submitted(model, request);
  });

  test.each([
    ['no such route', { kind: 'http', status: 404 }, 0],
    ['a broken ticket', { kind: 'edit', remove: ['data.upload'] }, 0],
    [
      'a ticket for a plain foreign place',
      { kind: 'edit', set: { 'data.upload.url': 'http://evil.example/x' } },
      0,
    ],
    ['a PUT that fails', { kind: 'http', status: 403 }, 1],
  ])('falls back on the older upload: %s', async (_name, fault, skip) => {
    await rig.fault({ match: { call: 'upload' }, phase: 'after', skip, fault });
    const { model, request } = await prepared('wavespeed', [reference('2')]);
    const body = JSON.parse(request.body) as { images: string[] };
    const uploaded = await fetch(body.images[0] ?? '');
    expect(new Uint8Array(await uploaded.arrayBuffer())).toEqual(png);
    await submitted(model, request);
  });

  test('the permission of a ticket travels without the key', async () => {
    const seen: Record<string, string>[] = [];
    const model = rig.model('wavespeed', {
      fetch: (url, init) => {
        if (init.method === 'PUT') seen.push(init.headers);
        return fetch(url, init);
      },
    });
    const image = reference('5');
    await model.prepare(foxRequest({ references: [image.asset] }), [image], never);
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toHaveProperty('authorization');
  });

  test('trouble with both ways is told', async () => {
    await rig.fault({ match: { call: 'upload' }, times: 9, fault: { kind: 'http', status: 503 } });
    await expect(prepared('wavespeed', [reference('6')])).rejects.toThrow(FailureError);
  });

  test('a reference that is gone fails the job, not the submit', async () => {
    const { model, request } = await prepared('wavespeed', [reference('7')]);
    await rig.admin('POST', '/reset');
    const operation = await submitted(model, request);
    rig.clock.advance(60_000);
    expect(await model.poll(operation, never)).toMatchObject({
      type: 'state',
      state: { type: 'failed', failure: { code: 'invalid' } },
    });
  });
});
