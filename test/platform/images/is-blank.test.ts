import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { isBlank } from '#platform/images/is-blank.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchwork-blank-'));
});
afterAll(() => rm(folder, { recursive: true }));

const side = 256;
const plain = (background: string) =>
  sharp({ create: { width: side, height: side, channels: 3, background } });
const pixels = (value: (at: number) => number) =>
  sharp(
    Uint8Array.from({ length: side * side }, (_none, at) => value(at)),
    {
      raw: { width: side, height: side, channels: 1 },
    },
  );

test.each([
  ['black, as JPEG', true, () => plain('#000').jpeg()],
  ['black, as PNG', true, () => plain('#000').png()],
  ['white, as WebP', true, () => plain('#fff').webp()],
  ['one colour, as strongly compressed JPEG', true, () => plain('#c8321e').jpeg({ quality: 30 })],
  ['wholly transparent', true, () => plain('#000').ensureAlpha(0).png()],
  ['a dark picture', false, () => pixels((at) => (at % side) / 8).jpeg()],
  ['black with one white dot', false, () => pixels((at) => (at === 33_333 ? 255 : 0)).png()],
  ['a pattern that is grey from afar', false, () => pixels((at) => (at % 2) * 255).png()],
])('%s: %s', async (name, blank, draw) => {
  const path = join(folder, name.replaceAll(/\W/g, '-'));
  await draw().toFile(path);
  expect(await isBlank(path)).toBe(blank);
});
