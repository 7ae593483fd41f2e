import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { loadSharp, withDecoder } from '#platform/images/codec.ts';

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="red"/></svg>';
const made = { create: { width: 8, height: 8, channels: 3, background: 'red' } } as const;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchwork-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)('a file of type %s is decoded', async (type) => {
  const path = join(folder, `image.${type}`);
  await sharp(made)[type]().toFile(path);
  const decoder = await loadSharp();
  expect((await decoder(path).metadata()).width).toBe(8);
});

test('files of all other types have no decoder, whatever they are called', async () => {
  const decoder = await loadSharp();
  const tiff = await sharp(made).tiff().toBuffer();
  for (const [name, bytes] of [
    ['drawing.svg', svg],
    ['drawing.png', svg],
    ['scan.tiff', tiff],
    ['plain.png', 'P6 1 1 255 abc'],
    ['paper.jpg', '%PDF-1.7'],
  ] as const) {
    await writeFile(join(folder, name), bytes);
    await expect(decoder(join(folder, name)).toBuffer()).rejects.toThrow(/unsupported image format/);
  }
  // Drawings of our own come from memory.
  expect((await decoder(Buffer.from(svg)).png().toBuffer()).length).toBeGreaterThan(0);
});

test('at most two images are decoded at a time', async () => {
  let [now, most] = [0, 0];
  const decode = (): Promise<void> =>
    withDecoder(async () => {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
    });
  await Promise.all(Array.from({ length: 20 }, decode));
  expect(most).toBe(2);
});
