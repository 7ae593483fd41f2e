import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';

import { sourceOf, type Part } from '#interop/images/byte-source.ts';
import { planImageTexts, readImageTexts } from '#interop/images/image-metadata.ts';

const folder = mkdtempSync(join(tmpdir(), 'batchwork-'));
afterAll(() => rmSync(folder, { recursive: true }));

const texts = new Map([
  ['batchwork', '{"format":"batchwork","name":"F\\u00fcchse"}'],
  ['prompt', '{"1":{"class_type":"Save","inputs":{}}}'],
  ['workflow', `{"nodes":[],"links":[],"pad":"${'x'.repeat(1000)}"}`],
]);

function assemble(bytes: Uint8Array, parts: readonly Part[] | undefined): Buffer {
  if (parts === undefined) throw new Error('The image cannot carry texts.');
  return Buffer.concat(
    parts.map((part) => ('bytes' in part ? part.bytes : bytes.subarray(part.at, part.at + part.length))),
  );
}

const embed = async (bytes: Uint8Array, into = texts): Promise<Buffer> =>
  assemble(bytes, await planImageTexts(sourceOf(bytes), into));

const noise = sharp({
  create: {
    width: 61,
    height: 37,
    channels: 4,
    background: '#12345678',
    noise: { type: 'gaussian', mean: 128, sigma: 40 },
  },
});
const pictures: [string, Buffer][] = [
  ['PNG', await noise.clone().png().toBuffer()],
  ['JPEG', await noise.clone().jpeg().toBuffer()],
  [
    'JPEG with EXIF of its own',
    await noise
      .clone()
      .jpeg()
      .withExif({ IFD0: { Copyright: 'somebody', ImageDescription: 'old' } })
      .toBuffer(),
  ],
  ['WebP', await noise.clone().removeAlpha().webp().toBuffer()],
  ['WebP with alpha', await noise.clone().webp().toBuffer()],
  ['lossless WebP', await noise.clone().webp({ lossless: true }).toBuffer()],
  [
    'WebP with EXIF and ICC',
    await noise
      .clone()
      .webp()
      .keepIccProfile()
      .withIccProfile('p3')
      .withExif({ IFD0: { Copyright: 'somebody' } })
      .toBuffer(),
  ],
];
const hasExiftool = spawnSync('exiftool', ['-ver']).status === 0;

describe.each(pictures)('%s', (name, picture) => {
  test('carries texts without a change of the picture', async () => {
    const carrying = await embed(picture);
    expect(await readImageTexts(sourceOf(carrying))).toEqual(texts);
    expect(await sharp(carrying).raw().toBuffer()).toEqual(await sharp(picture).raw().toBuffer());
    const [before, after] = [await sharp(picture).metadata(), await sharp(carrying).metadata()];
    expect({ ...after, exif: undefined, comments: undefined, size: 0 }).toEqual({
      ...before,
      exif: undefined,
      comments: undefined,
      size: 0,
    });
    expect(after.exif?.includes('somebody') ?? false).toBe(name.includes('EXIF'));
  });

  test('texts written again replace those before', async () => {
    const once = await embed(picture);
    const again = await embed(once, new Map([...texts, ['prompt', '{"2":{}}']]));
    expect((await readImageTexts(sourceOf(again)))?.get('prompt')).toBe('{"2":{}}');
    expect(again.includes('"class_type":"Save"')).toBe(false);
    expect((await embed(await embed(once))).length).toBe(once.length);
  });

  test('texts beyond the size of a segment', async () => {
    const large = new Map([
      ['batchwork', `{"a":"${'0123456789'.repeat(20_000)}"}`],
      ['prompt', '{}'],
    ]);
    const carrying = await embed(picture, large);
    expect(await readImageTexts(sourceOf(carrying))).toEqual(large);
    expect(await sharp(carrying).raw().toBuffer()).toEqual(await sharp(picture).raw().toBuffer());
  });

  test.skipIf(!hasExiftool)('exiftool reads them and finds nothing wrong', async () => {
    const file = join(folder, name.replaceAll(' ', '-'));
    writeFileSync(file, await embed(picture));
    const told = JSON.parse(
      execFileSync('exiftool', ['-j', '-warning', '-error', '-validate', '-a', '-G', file, '-b', '-All'], {
        encoding: 'utf8',
      }),
    )[0];
    const values = Object.values(told).map(String);
    for (const [key, text] of texts)
      expect(values.some((value) => value === text || value === `${key}:${text}`)).toBe(true);
    expect(Object.keys(told).filter((key) => key.endsWith(':Error'))).toEqual([]);
  });
});

function chunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
}

describe('PNG as others write it', () => {
  const [, png] = pictures[0] ?? ['', Buffer.alloc(0)];
  const before = (type: string, data: Uint8Array) =>
    Buffer.concat([png.subarray(0, 33), chunk(type, data), png.subarray(33)]);
  const json = '{"a":"é"}';
  const latin = Buffer.from(json, 'latin1');
  const utf8 = Buffer.from(json);
  const named = (...parts: (string | Uint8Array)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));

  test.each([
    ['tEXt in UTF-8', 'tEXt', named('workflow\0', utf8)],
    ['tEXt in Latin-1', 'tEXt', named('workflow\0', latin)],
    ['zTXt', 'zTXt', named('workflow\0\0', deflateSync(utf8))],
    ['iTXt', 'iTXt', named('workflow\0\0\0en\0Ablauf\0', utf8)],
    ['compressed iTXt', 'iTXt', named('workflow\0\u0001\0\0\0', deflateSync(utf8))],
    ['comf', 'comf', named('workflow\0', utf8)],
    ['a keyword in capitals', 'tEXt', named('Workflow\0', utf8)],
  ])('%s', async (_name, type, data) => {
    expect((await readImageTexts(sourceOf(before(type, data))))?.get('workflow')).toBe(json);
    const afterData = Buffer.concat([png.subarray(0, -12), chunk(type, data), png.subarray(-12)]);
    expect((await readImageTexts(sourceOf(afterData)))?.get('workflow')).toBe(json);
  });

  test('packed text that would not end is let go', async () => {
    const bomb = named('workflow\0\0', deflateSync(Buffer.alloc(40_000_000, 32)));
    expect(await readImageTexts(sourceOf(before('zTXt', bomb)))).toEqual(new Map());
  });
});

test('a WebP that breaks off is not written anew', async () => {
  const [, webp] = pictures.find(([name]) => name === 'WebP with alpha') ?? ['', Buffer.alloc(0)];
  for (const end of [12, 30, 60, webp.length - 10])
    expect(await planImageTexts(sourceOf(webp.subarray(0, end)), texts)).toBeUndefined();
});

test('what is no such image carries nothing', async () => {
  for (const bytes of [Buffer.from('GIF89a…'), Buffer.alloc(0), Buffer.from('{}')])
    expect(await planImageTexts(sourceOf(bytes), texts)).toBeUndefined();
});
