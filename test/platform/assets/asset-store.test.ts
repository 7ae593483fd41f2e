import { createHash } from 'node:crypto';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { imageMediaTypes } from '#core/run/asset.ts';
import { FailureError } from '#core/run/failure.ts';
import { openAssetStore, type LocalAssetStore } from '#platform/assets/open-asset-store.ts';

let data: string;
let store: LocalAssetStore;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'batchwork-'));
  store = await openAssetStore(data);
});
afterEach(() => rm(data, { recursive: true }));

type Format = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif';
const formats: readonly Format[] = ['png', 'jpeg', 'webp', 'gif', 'avif'];

/** Noise, so that a cut file misses pixels. */
const noise = (format: Format, width = 120, height = 80): Promise<Buffer> =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .toFormat(format)
    .toBuffer();

const failureOf = async (promise: Promise<unknown>) => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof FailureError)) throw new Error('a FailureError was expected');
  return error.failure;
};

/** Nothing half-done may stay behind. */
const leftovers = async (): Promise<string[]> => readdir(join(data, 'staging'));

describe.each(formats)('%s', (format) => {
  test('is stored byte for byte under its hash', async () => {
    const bytes = await noise(format);
    const asset = await store.put(bytes);
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect(asset).toEqual({
      hash,
      mediaType: `image/${format}`,
      byteLength: bytes.length,
      width: 120,
      height: 80,
    });
    const extension = format === 'jpeg' ? 'jpg' : format;
    expect(await readFile(join(data, 'assets', hash.slice(0, 2), `${hash}.${extension}`))).toEqual(bytes);
    expect(Buffer.from(await store.read(asset))).toEqual(bytes);
    expect(await store.has(asset)).toBe(true);
    expect(await store.put(bytes)).toEqual(asset);
    expect(await leftovers()).toEqual([]);
  });

  test.each([0.3, 0.9, 0.99])('cut to %f of its length is refused', async (part) => {
    const bytes = await noise(format);
    const failure = await failureOf(store.put(bytes.subarray(0, Math.floor(bytes.length * part))));
    expect(failure.code).toBe('invalid');
    expect(await leftovers()).toEqual([]);
  });
});

test('a PNG without its closing chunk is refused', async () => {
  const bytes = await noise('png');
  expect((await failureOf(store.put(bytes.subarray(0, -6)))).code).toBe('invalid');
});

test.each([
  ['nothing', ''],
  ['text', 'this is not an image'],
  ['a page', '<!doctype html><title>Please wait</title>'],
  ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'],
  ['a head alone', '\u0089PNG\r\n\u001A\n'],
])('%s is no image', async (_name, text) => {
  expect((await failureOf(store.put(Buffer.from(text, 'latin1')))).code).toBe('invalid');
  expect(await readdir(data)).toEqual(['staging']);
  expect(await leftovers()).toEqual([]);
});

test('more than 100 megapixels are refused from the head alone', async () => {
  const bomb = await sharp({ create: { width: 10_001, height: 10_000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const failure = await failureOf(store.put(bomb));
  expect(failure.code).toBe('invalid');
  expect(failure.message).toContain('10001 × 10000');
});

test('an image that is upright only by its EXIF note has its upright size', async () => {
  const bytes = await sharp(await noise('jpeg'))
    .withMetadata({ orientation: 6 })
    .toBuffer();
  expect(await store.put(bytes)).toMatchObject({ width: 80, height: 120 });
});

test('the same image from many sides at once is one file', async () => {
  const bytes = await noise('jpeg');
  const assets = await Promise.all(Array.from({ length: 8 }, () => store.put(bytes)));
  expect(new Set(assets.map(({ hash }) => hash)).size).toBe(1);
  const hash = assets[0]?.hash ?? '';
  expect(await readdir(join(data, 'assets', hash.slice(0, 2)))).toEqual([`${hash}.jpg`]);
  expect(await leftovers()).toEqual([]);
});

test('a stream that breaks off leaves nothing behind', async () => {
  const bytes = await noise('png');
  async function* broken() {
    yield bytes.subarray(0, 1000);
    throw new Error('connection lost');
  }
  await expect(store.putStream(broken())).rejects.toThrow('connection lost');
  expect(await leftovers()).toEqual([]);
});

test('rejected bytes that were paid for stay within reach', async () => {
  async function* page() {
    yield Buffer.from('<html>');
  }
  await failureOf(store.putStream(page(), { keepRejected: true }));
  const hash = createHash('sha256').update('<html>').digest('hex');
  expect(await readFile(join(data, 'rejected', hash), 'utf8')).toBe('<html>');
});

test('an asset that is gone is a failure with a sentence', async () => {
  const asset = await store.put(await noise('png'));
  await rm(store.pathOf(asset));
  expect((await failureOf(store.read(asset))).code).toBe('not-found');
  expect(await store.has(asset)).toBe(false);
});

test.each(['', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`, '0'.repeat(64)])(
  'looking for %j finds nothing',
  async (hash) => {
    await writeFile(join(data, 'secret'), 'x');
    expect(await store.find(hash)).toBeUndefined();
    expect(await store.thumbnail(hash, 320)).toBeUndefined();
  },
);

test('a thumbnail is a small upright WebP, made once', async () => {
  const asset = await store.put(
    await sharp(await noise('jpeg', 1000, 500))
      .withMetadata({ orientation: 6 })
      .toBuffer(),
  );
  const [path, again] = await Promise.all([
    store.thumbnail(asset.hash, 320),
    store.thumbnail(asset.hash, 320),
  ]);
  expect(again).toBe(path);
  expect(await sharp(path).metadata()).toMatchObject({ format: 'webp', width: 160, height: 320 });
  const small = await store.put(await noise('png', 20, 10));
  const kept = await store.thumbnail(small.hash, 640);
  expect(await sharp(kept).metadata()).toMatchObject({ width: 20, height: 10 });
});

test('every type of the core is taken in', () => {
  expect(formats.map((format) => `image/${format}`)).toEqual(imageMediaTypes);
});

test('a store that is opened removes what a former process was writing', async () => {
  const left = join(data, 'staging', 'left');
  await writeFile(left, '');
  await openAssetStore(data);
  await expect(access(left)).rejects.toThrow('ENOENT');
});
