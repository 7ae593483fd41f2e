import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { emptyDocument } from '#core/document/empty.ts';
import type { AssetRef } from '#core/run/asset.ts';
import { makeEmbed } from '#host/embed-workflow.ts';
import { sourceOf } from '#interop/images/byte-source.ts';
import { readImageTexts } from '#interop/images/image-metadata.ts';
import { openAssetStore, type LocalAssetStore } from '#platform/assets/open-asset-store.ts';
import { openOutputStore } from '#platform/outputs/open-output-store.ts';
import { readRecord, writeRecord } from '#platform/outputs/publication-record.ts';

let data: string;
let assets: LocalAssetStore;
let fox: AssetRef;
let foxBytes: Buffer;
let on: boolean;
let secret: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'batchwork-'));
  assets = await openAssetStore(data);
  foxBytes = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#f80' } })
    .jpeg()
    .toBuffer();
  fox = await assets.put(foxBytes);
  on = true;
  secret = 'no such text';
});
afterEach(() => rm(data, { recursive: true }));

/** As after a restart: nothing is remembered but what is on disk. */
const openStore = () =>
  openOutputStore({
    outputFolder: join(data, 'output'),
    dataFolder: data,
    assets,
    embed: makeEmbed({
      isOn: () => on,
      catalog: () => new Map(),
      documentOf: (run) => Promise.resolve(run === 'run-1' ? emptyDocument('Füchse') : undefined),
      holdsSecret: (text) => text.includes(secret),
    }),
  });

const publication = (changes: object = {}) => ({
  asset: fox,
  prefix: 'fox',
  format: 'original' as const,
  embedWorkflow: true,
  run: 'run-1',
  key: 'a',
  ...changes,
});
const saved = (path: string): Promise<Buffer> => readFile(join(data, 'output', path));
const textsOf = async (path: string) => readImageTexts(sourceOf(await saved(path)));

test.each(['original', 'png', 'webp'] as const)(
  'as %s the file carries the workflow, the asset stays what it is',
  async (format) => {
    const { path, asset } = await openStore().publish(publication({ format }));
    expect(JSON.parse((await textsOf(path))?.get('batchwork') ?? '')).toEqual(emptyDocument('Füchse'));
    expect([...((await textsOf(path))?.keys() ?? [])]).toEqual(
      expect.arrayContaining(['prompt', 'workflow']),
    );
    const stored = await assets.read(asset);
    expect((await readImageTexts(sourceOf(stored)))?.size).toBe(0);
    expect(
      await sharp(await saved(path))
        .raw()
        .toBuffer(),
    ).toEqual(await sharp(stored).raw().toBuffer());
    expect(await readdir(join(data, 'staging'))).toEqual([]);
  },
);

test.each<[string, object, () => void]>([
  ['the Save node says so', { embedWorkflow: false }, () => {}],
  ['it is switched off for all', {}, () => (on = false)],
  ['it would hold a live key', {}, () => (secret = 'chse')],
  ['the run cannot be read', { run: 'other' }, () => {}],
])('the bytes stay as they are where %s', async (_name, changes, prepare) => {
  prepare();
  const { path } = await openStore().publish(publication(changes));
  expect(await saved(path)).toEqual(foxBytes);
});

test('the same key again adopts the file, also after a restart and with the switch turned', async () => {
  const first = await openStore().publish(publication());
  on = false;
  expect(await openStore().publish(publication())).toEqual(first);
  expect(await readdir(join(data, 'output'))).toEqual([first.path]);
});

test('a name that was taken before a crash is filled with the file that carries the workflow', async () => {
  const { path } = await openStore().publish(publication());
  const whole = await saved(path);
  const record = await readRecord(join(data, 'publications'), 'a');
  if (record === undefined) throw new Error('no record');
  // As on a file system without hard links, killed after the name was taken.
  await writeRecord(join(data, 'publications'), 'a', { ...record, inode: null });
  await writeFile(join(data, 'output', path), '');
  expect((await openStore().publish(publication())).path).toBe(path);
  expect(await saved(path)).toEqual(whole);
  // And now that it is whole, it is known by its bytes.
  const { mtimeMs } = await stat(join(data, 'output', path));
  expect((await openStore().publish(publication())).path).toBe(path);
  expect((await stat(join(data, 'output', path))).mtimeMs).toBe(mtimeMs);
});
