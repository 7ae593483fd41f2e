import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { GridOptions } from '#core/node/context.ts';
import type { AssetRef } from '#core/run/asset.ts';
import { FailureError } from '#core/run/failure.ts';
import { openAssetStore, type LocalAssetStore } from '#platform/assets/open-asset-store.ts';
import { makeImageWork } from '#platform/images/compose-grid.ts';

let data: string;
let assets: LocalAssetStore;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'batchwork-'));
  assets = await openAssetStore(data);
});
afterEach(() => rm(data, { recursive: true }));

const never = new AbortController().signal;
const plain: GridOptions = {
  columns: 0,
  gap: 0,
  background: '#102030',
  cell: 0,
  labels: false,
  format: 'png',
};

const paint = async (background: string, width = 40, height = 40, format: 'png' | 'jpeg' | 'webp' = 'png') =>
  assets.put(
    await sharp({ create: { width, height, channels: 3, background } })
      .toFormat(format)
      .toBuffer(),
  );

const compose = (images: readonly AssetRef[], options: Partial<GridOptions> = {}): Promise<AssetRef> =>
  makeImageWork(assets).composeGrid(images, { ...plain, ...options }, never);

/** Colour of one pixel as `#rrggbb`. */
async function pixel(asset: AssetRef, left: number, top: number): Promise<string> {
  const { data } = await sharp(assets.pathOf(asset))
    .removeAlpha()
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return `#${data.toString('hex')}`;
}

const red = '#ff0000';
const green = '#00ff00';
const blue = '#0000ff';

test('images stand in reading order with the gap between them', async () => {
  const images = [await paint(red), await paint(green), await paint(blue)];
  const grid = await compose(images, { columns: 2, gap: 10 });
  expect(grid).toMatchObject({ mediaType: 'image/png', width: 90, height: 90 });
  expect(await pixel(grid, 0, 0)).toBe(red);
  expect(await pixel(grid, 89, 39)).toBe(green);
  expect(await pixel(grid, 20, 70)).toBe(blue);
  for (const [left, top] of [
    [45, 20],
    [20, 45],
    [45, 45],
    [89, 89],
    [70, 70],
  ] as const)
    expect(await pixel(grid, left, top)).toBe('#102030');
});

test('the same images give the same asset', async () => {
  const images = [await paint(red), await paint(green)];
  expect(await compose(images)).toEqual(await compose(images));
});

describe('images of different sizes', () => {
  test('keep their size when the cell is 0, centred', async () => {
    const grid = await compose([await paint(red, 60, 20), await paint(green, 20, 60)], { columns: 2 });
    expect(grid).toMatchObject({ width: 120, height: 60 });
    expect(await pixel(grid, 30, 30)).toBe(red);
    expect(await pixel(grid, 30, 10)).toBe('#102030');
    expect(await pixel(grid, 90, 5)).toBe(green);
    expect(await pixel(grid, 65, 30)).toBe('#102030');
  });

  test('are brought to one long side, smaller and larger ones', async () => {
    const grid = await compose([await paint(red, 400, 200), await paint(green, 10, 20)], {
      columns: 2,
      cell: 100,
    });
    expect(grid).toMatchObject({ width: 200, height: 100 });
    expect(await pixel(grid, 50, 50)).toBe(red);
    expect(await pixel(grid, 150, 2)).toBe(green);
    expect(await pixel(grid, 105, 50)).toBe('#102030');
  });
});

test('one image alone has no frame', async () => {
  const grid = await compose([await paint(red)], { gap: 5, columns: 4 });
  expect(grid).toMatchObject({ width: 40, height: 40 });
  expect(await pixel(grid, 0, 0)).toBe(red);
  expect(await pixel(grid, 39, 39)).toBe(red);
});

test('transparent, grey and turned pictures find their place', async () => {
  const clear = await assets.put(
    await sharp({ create: { width: 40, height: 40, channels: 4, background: '#ff000000' } })
      .png()
      .toBuffer(),
  );
  const grey = await assets.put(
    await sharp({ create: { width: 40, height: 40, channels: 3, background: '#808080' } })
      .toColourspace('b-w')
      .png()
      .toBuffer(),
  );
  const turned = await assets.put(
    await sharp({ create: { width: 40, height: 20, channels: 3, background: blue } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toBuffer(),
  );
  const grid = await compose([clear, grey, turned], { columns: 3, format: 'jpeg', gap: 2 });
  expect(grid).toMatchObject({ mediaType: 'image/jpeg', width: 3 * 40 + 4, height: 40 });
  const near = async (left: number, top: number, colour: readonly number[]) => {
    const found = Buffer.from((await pixel(grid, left, top)).slice(1), 'hex');
    for (const [index, channel] of colour.entries())
      expect(Math.abs((found[index] ?? 0) - channel)).toBeLessThan(8);
  };
  await near(18, 18, [0x10, 0x20, 0x30]);
  await near(62, 18, [0x80, 0x80, 0x80]);
  await near(104, 18, [0, 0, 0xff]);
  await near(88, 18, [0x10, 0x20, 0x30]);
});

test.each(['png', 'jpeg', 'webp'] as const)('the sheet is written as %s', async (format) => {
  expect((await compose([await paint(red), await paint(green)], { format })).mediaType).toBe(
    `image/${format}`,
  );
});

test('labels number every image at its corner and nothing else', async () => {
  const images = [await paint(red, 300, 300), await paint(green, 300, 300)];
  const grid = await compose(images, { labels: true, columns: 2 });
  expect(grid).toMatchObject({ width: 600, height: 300 });
  const corner = async (left: number) => {
    const { data } = await sharp(assets.pathOf(grid))
      .removeAlpha()
      .extract({ left, top: 0, width: 60, height: 40 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return data;
  };
  const distinct = (data: Buffer) =>
    new Set(Array.from({ length: data.length / 3 }, (_, at) => data.toString('hex', at * 3, at * 3 + 3)));
  expect(distinct(await corner(0)).size).toBeGreaterThan(5);
  expect(distinct(await corner(300)).size).toBeGreaterThan(5);
  expect(distinct(await corner(200))).toEqual(new Set(['ff0000']));
});

test.each([
  ['no image', [], {}, 'at least one image'],
  ['a WebP that is too wide', [400, 400], { format: 'webp', cell: 16_000 }, '16383'],
  ['too many pixels', [400, 400], { cell: 30_000 }, 'megapixels'],
] as const)('%s is refused with a sentence', async (_name, widths, options, words) => {
  const images: AssetRef[] = [];
  for (const width of widths) images.push(await paint(red, width, width));
  const error: unknown = await compose(images, { columns: 2, ...options }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FailureError);
  expect(error instanceof FailureError && error.failure.code).toBe('invalid');
  expect(String(error)).toContain(words);
});

test('a cancelled grid ends with the reason and leaves nothing behind', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const images = [await paint(red, 500, 500), await paint(green, 500, 500)];
  const composing = makeImageWork(assets).composeGrid(images, { ...plain, cell: 100 }, controller.signal);
  controller.abort(reason);
  await expect(composing).rejects.toBe(reason);
  expect(await readdir(join(data, 'staging'))).toEqual([]);
});
