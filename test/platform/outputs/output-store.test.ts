import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { AssetRef } from '#core/run/asset.ts';
import type { OutputStore, Publication } from '#core/run/capabilities.ts';
import { StorageError } from '#core/run/failure.ts';
import { openAssetStore, type LocalAssetStore } from '#platform/assets/open-asset-store.ts';
import { openOutputStore } from '#platform/outputs/open-output-store.ts';
import { readRecord, writeRecord } from '#platform/outputs/publication-record.ts';

let data: string;
let output: string;
let assets: LocalAssetStore;
let store: OutputStore;
let fox: AssetRef;
let foxBytes: Buffer;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'batchwork-'));
  output = join(data, 'output');
  assets = await openAssetStore(data);
  store = openStore();
  foxBytes = await sharp({ create: { width: 30, height: 20, channels: 4, background: '#f808' } })
    .webp()
    .toBuffer();
  fox = await assets.put(foxBytes);
});
afterEach(() => rm(data, { recursive: true }));

/** As after a restart: nothing is remembered but what is on disk. */
const openStore = (): OutputStore => openOutputStore({ outputFolder: output, dataFolder: data, assets });

const publication = (key: string, changes: Partial<Publication> = {}): Publication => ({
  asset: fox,
  prefix: 'fox',
  format: 'original',
  run: 'run-1',
  key,
  ...changes,
});

const files = async (): Promise<string[]> =>
  (await readdir(output, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(output.length + 1))
    .toSorted();

test('files are numbered from 1, keep their bytes and take their extension from them', async () => {
  expect((await store.publish(publication('a'))).path).toBe('fox_00001.webp');
  expect((await store.publish(publication('b', { prefix: 'day 1/fox.jpg' }))).path).toBe(
    'day 1/fox.jpg_00001.webp',
  );
  expect((await store.publish(publication('c'))).path).toBe('fox_00002.webp');
  expect(await readFile(join(output, 'fox_00001.webp'))).toEqual(foxBytes);
  expect(await files()).toEqual(['day 1/fox.jpg_00001.webp', 'fox_00001.webp', 'fox_00002.webp']);
  expect(await readdir(join(data, 'staging'))).toEqual([]);
});

test.each([
  ['', 'image_00001.webp'],
  ['frames/', 'frames/image_00001.webp'],
  ['../../escape', '__/__/escape_00001.webp'],
  ['/etc/x', 'etc/x_00001.webp'],
  ['nul', '_ul_00001.webp'],
])('the prefix %j gives %s', async (prefix, path) => {
  expect((await store.publish(publication('a', { prefix }))).path).toBe(path);
  expect(await files()).toEqual([path]);
});

test('a very long prefix still makes a name that file systems take', async () => {
  const { path } = await store.publish(publication('a', { prefix: '狐'.repeat(200) }));
  expect(Buffer.byteLength(path)).toBeLessThanOrEqual(255);
  expect(path).toMatch(/_00001\.webp$/);
});

test.each(['png', 'jpeg'] as const)('as %s the picture is written anew', async (format) => {
  const { path, asset } = await store.publish(publication('a', { format }));
  expect(path).toBe(`fox_00001.${format === 'jpeg' ? 'jpg' : format}`);
  expect(asset).toMatchObject({ mediaType: `image/${format}`, width: 30, height: 20 });
  expect(await sharp(join(output, path)).metadata()).toMatchObject({ format, width: 30, height: 20 });
  expect(await assets.has(asset)).toBe(true);
});

test('the format an image has already keeps its bytes', async () => {
  const { path } = await store.publish(publication('a', { format: 'webp' }));
  expect(await readFile(join(output, path))).toEqual(foxBytes);
});

test('a file of the person is never replaced, whatever its case', async () => {
  await mkdir(output);
  await writeFile(join(output, 'FOX_00007.png'), 'mine');
  expect((await store.publish(publication('a'))).path).toBe('fox_00008.webp');
  // Appears after the counter was read.
  await writeFile(join(output, 'fox_00009.webp'), 'mine too');
  expect((await store.publish(publication('b'))).path).toBe('fox_00010.webp');
  expect(await readFile(join(output, 'fox_00009.webp'), 'utf8')).toBe('mine too');
});

test('many at once, from two stores on one folder, all get a file of their own', async () => {
  const other = openStore();
  const published = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      (index % 2 === 0 ? store : other).publish(publication(`key-${index}`)),
    ),
  );
  expect(new Set(published.map(({ path }) => path)).size).toBe(30);
  expect(await files()).toHaveLength(30);
  for (const file of await files()) expect(await readFile(join(output, file))).toEqual(foxBytes);
});

test('the same key again adopts the file, also after a restart', async () => {
  const first = await store.publish(publication('a'));
  expect(await store.publish(publication('a'))).toEqual(first);
  expect(await openStore().publish(publication('a'))).toEqual(first);
  expect(await files()).toEqual([first.path]);
});

test('a crash after noting the name and before using it publishes once', async () => {
  await store.publish(publication('a'));
  const record = await readRecord(join(data, 'publications'), 'a');
  if (record === undefined) throw new Error('no record');
  await rm(join(output, record.path));
  const { path } = await openStore().publish(publication('a'));
  expect(await files()).toEqual([path]);
});

test('a name that somebody else took with the same bytes is not adopted', async () => {
  const first = await store.publish(publication('a'));
  const record = await readRecord(join(data, 'publications'), 'a');
  if (record === undefined) throw new Error('no record');
  await writeRecord(join(data, 'publications'), 'b', { ...record, inode: -1 });
  const second = await openStore().publish(publication('b'));
  expect(second.path).not.toBe(first.path);
  expect(await files()).toHaveLength(2);
});

test('without hard links a reserved name is filled after a crash, and a filled one adopted', async () => {
  await mkdir(output);
  await writeFile(join(output, 'fox_00001.webp'), '');
  const records = join(data, 'publications');
  await writeRecord(records, 'a', { asset: fox, path: 'fox_00001.webp', inode: null });
  expect((await store.publish(publication('a'))).path).toBe('fox_00001.webp');
  expect(await readFile(join(output, 'fox_00001.webp'))).toEqual(foxBytes);
  expect((await openStore().publish(publication('a'))).path).toBe('fox_00001.webp');
  expect(await files()).toEqual(['fox_00001.webp']);
});

test('a link planted in the output folder is not followed', async () => {
  const outside = join(data, 'outside');
  await mkdir(outside);
  await mkdir(output);
  await symlink(outside, join(output, 'day'));
  await expect(store.publish(publication('a', { prefix: 'day/fox' }))).rejects.toThrow(
    'a link, which is not followed',
  );
  expect(await readdir(outside)).toEqual([]);
});

test('an output folder that is taken away under a publication is trouble with the disk, which passes', async () => {
  const taken = openOutputStore({
    outputFolder: output,
    dataFolder: data,
    assets,
    embed: async () => {
      await rm(output, { recursive: true });
      return undefined;
    },
  });
  const broken = publication('a', { embedWorkflow: true });
  await expect(taken.publish(broken)).rejects.toThrow(StorageError);
  expect((await openStore().publish(broken)).path).toBe('fox_00001.webp');
  expect(await files()).toEqual(['fox_00001.webp']);
});

test('an image that is gone is not waited for', async () => {
  await rm(assets.pathOf(fox));
  await expect(store.publish(publication('a'))).rejects.toMatchObject({ failure: { code: 'not-found' } });
});

test('a staging folder that was tidied away is made again', async () => {
  await rm(join(data, 'staging'), { recursive: true });
  expect((await store.publish(publication('a'))).path).toBe('fox_00001.webp');
});
