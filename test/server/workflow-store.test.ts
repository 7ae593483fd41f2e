import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { emptyDocument } from '#core/document/empty.ts';
import { serializeDocument } from '#core/document/serialize.ts';
import { openWorkflowStore, type WorkflowStore } from '#server/workflows/workflow-store.ts';

let data: string;
let store: WorkflowStore;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'batchwork-'));
  store = openWorkflowStore(data);
});
afterEach(() => rm(data, { recursive: true }));

const fox = emptyDocument('Fox');
const bear = emptyDocument('Bear');
const path = (file: string): string => join(data, 'workflows', `${file}.json`);
const binned = async (): Promise<string[]> =>
  (await readdir(join(data, 'bin', 'workflows'), { recursive: true }).catch(() => [])).filter((name) =>
    name.endsWith('.json'),
  );

test('what was written is read again, as a file that diffs well', async () => {
  const { etag, created } = await store.write('stories/fox', fox, {});
  expect(created).toBe(true);
  expect(await readFile(path('stories/fox'), 'utf8')).toBe(serializeDocument(fox));
  expect(await store.read('stories/fox')).toEqual({ file: 'stories/fox', etag, document: fox });
  expect(await readdir(join(data, 'workflows', 'stories'))).toEqual(['fox.json']);
});

test('keys that nobody knows survive', async () => {
  const document = {
    ...fox,
    nodes: [{ id: 'a', type: 'Unheard', position: { x: 1, y: 2 }, inputs: {}, extra: [1] }],
    more: 'x',
  };
  await store.write('fox', document, {});
  expect((await store.read('fox')).document).toEqual(document);
});

describe('an edit is lost to nobody', () => {
  test('a write with an old tag is refused and changes nothing', async () => {
    const first = await store.write('fox', fox, {});
    const second = await store.write('fox', bear, { ifMatch: first.etag });
    await expect(store.write('fox', emptyDocument('Late'), { ifMatch: first.etag })).rejects.toMatchObject({
      status: 412,
      code: 'workflow_changed',
      details: { etag: second.etag },
    });
    expect((await store.read('fox')).document.name).toBe('Bear');
  });

  test('of two writes with the same tag one wins', async () => {
    const { etag } = await store.write('fox', fox, {});
    const results = await Promise.allSettled(
      ['A', 'B', 'C'].map((name) => store.write('fox', emptyDocument(name), { ifMatch: etag })),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  test('an edit on disk counts like any other', async () => {
    const { etag } = await store.write('fox', fox, {});
    await writeFile(path('fox'), serializeDocument(bear));
    await expect(store.write('fox', fox, { ifMatch: etag })).rejects.toMatchObject({ status: 412 });
  });

  test('If-None-Match: * writes new files only', async () => {
    await store.write('fox', fox, { ifNoneMatch: '*' });
    await expect(store.write('fox', bear, { ifNoneMatch: '*' })).rejects.toMatchObject({ status: 412 });
  });

  test('a tag for a file that is gone is refused', async () => {
    const { etag } = await store.write('fox', fox, {});
    await store.remove('fox');
    await expect(store.write('fox', fox, { ifMatch: etag })).rejects.toMatchObject({ status: 412 });
  });

  test('a write that names no tag leaves the replaced file in the bin', async () => {
    await store.write('fox', fox, {});
    await store.write('fox', bear, {});
    expect(await binned()).toEqual(['fox.json']);
    expect(await readFile(join(data, 'bin', 'workflows', 'fox.json'), 'utf8')).toBe(serializeDocument(fox));
  });

  test('the same text has the same tag and is not written again', async () => {
    const first = await store.write('fox', fox, {});
    expect(await store.write('fox', fox, {})).toEqual({ etag: first.etag, created: false });
    expect(await binned()).toEqual([]);
  });
});

test('the list tells names and nodes, newest first, and passes over what is no workflow', async () => {
  await store.write('a', fox, {});
  await store.write('deep/er/b', bear, {});
  await writeFile(path('notes'), '{"format":"something else"}');
  await writeFile(path('broken'), '{');
  await writeFile(join(data, 'workflows', 'read.me'), 'x');
  const listed = await store.list();
  expect(
    listed
      .map(({ file, name, nodes }) => ({ file, name, nodes }))
      .toSorted((a, b) => a.file.localeCompare(b.file)),
  ).toEqual([
    { file: 'a', name: 'Fox', nodes: 0 },
    { file: 'deep/er/b', name: 'Bear', nodes: 0 },
  ]);
  await store.write('a', { ...fox, name: 'Vixen' }, {});
  expect((await store.list()).find(({ file }) => file === 'a')?.name).toBe('Vixen');
});

test('an empty store lists nothing', async () => {
  expect(await store.list()).toEqual([]);
});

test('renaming moves the file and never over another', async () => {
  const { etag } = await store.write('fox', fox, {});
  await store.write('bear', bear, {});
  await expect(store.rename('fox', 'bear')).rejects.toMatchObject({ status: 409 });
  expect(await store.rename('fox', 'animals/fox')).toEqual({ etag });
  await expect(store.read('fox')).rejects.toMatchObject({ status: 404 });
  expect((await store.read('animals/fox')).document.name).toBe('Fox');
  expect((await store.read('bear')).document.name).toBe('Bear');
  expect(await store.rename('bear', 'bear')).toEqual({ etag: (await store.read('bear')).etag });
});

test('deleting moves to the bin, as often as one likes', async () => {
  for (const document of [fox, bear, fox]) {
    await store.write('fox', document, {});
    await store.remove('fox');
  }
  expect((await binned()).toSorted()).toEqual(['fox-2.json', 'fox-3.json', 'fox.json']);
  await expect(store.remove('fox')).rejects.toMatchObject({ status: 404 });
});

test('what was replaced is kept as a version and follows its file', async () => {
  const first = await store.write('fox', fox, {});
  const second = await store.write('fox', bear, { ifMatch: first.etag });
  await store.write('fox', { ...bear, name: 'Wolf' }, { ifMatch: second.etag });
  await store.write('fox', { ...bear, name: 'Wolf' }, {});
  const versions = await store.versions('fox');
  expect(versions.map(({ name }) => name)).toEqual(['Bear', 'Fox']);
  expect((await store.readVersion('fox', versions[1]?.id ?? '')).name).toBe('Fox');
  await store.rename('fox', 'animals/wolf');
  expect((await store.versions('animals/wolf')).map(({ name }) => name)).toEqual(['Bear', 'Fox']);
  expect(await store.versions('fox')).toEqual([]);
  for (const version of ['1', '../fox', ''])
    await expect(store.readVersion('animals/wolf', version)).rejects.toMatchObject({ status: 404 });
});

test('what was deleted comes back, beside whatever took its name meanwhile', async () => {
  await store.write('stories/fox', fox, {});
  const id = await store.remove('stories/fox');
  expect(await store.bin()).toEqual([expect.objectContaining({ id, name: 'Fox' })]);
  await store.write('stories/fox', bear, {});
  expect(await store.restore(id, 'stories/fox')).toEqual({ file: 'stories/fox 2' });
  expect((await store.read('stories/fox 2')).document.name).toBe('Fox');
  expect((await store.read('stories/fox')).document.name).toBe('Bear');
  expect(await store.bin()).toEqual([]);
  await expect(store.restore(id, 'fox')).rejects.toMatchObject({ status: 404 });
  await expect(store.restore('../workflows/stories/fox', 'x')).rejects.toMatchObject({
    code: 'invalid_name',
  });
});

test('a file that holds no workflow says why', async () => {
  await mkdir(join(data, 'workflows'), { recursive: true });
  await writeFile(path('broken'), '{');
  await expect(store.read('broken')).rejects.toMatchObject({ status: 422, code: 'invalid_workflow' });
});

test.each([
  '../secret',
  '..',
  '',
  'a/../../secret',
  '/etc/passwd',
  'a//b',
  'C:\\x',
  'a\\..\\b',
  '.hidden',
  'a/.git/b',
  'nul',
  'x'.repeat(600),
  'a\0b',
])('the name %j is refused everywhere', async (file) => {
  await writeFile(join(data, 'secret.json'), serializeDocument(fox));
  await store.write('fox', fox, {});
  await expect(store.read(file)).rejects.toMatchObject({ code: 'invalid_name' });
  await expect(store.write(file, bear, {})).rejects.toMatchObject({ code: 'invalid_name' });
  await expect(store.remove(file)).rejects.toMatchObject({ code: 'invalid_name' });
  await expect(store.rename('fox', file)).rejects.toMatchObject({ code: 'invalid_name' });
  expect(await readFile(join(data, 'secret.json'), 'utf8')).toBe(serializeDocument(fox));
});

test('links that lead out of the folder are not followed', async () => {
  const outside = join(data, 'outside');
  await mkdir(outside);
  await writeFile(join(outside, 'fox.json'), serializeDocument(fox));
  await mkdir(join(data, 'workflows'));
  await symlink(outside, join(data, 'workflows', 'link'));
  await symlink(join(outside, 'fox.json'), path('file'));
  await expect(store.read('link/fox')).rejects.toMatchObject({ status: 404 });
  await expect(store.write('link/new', fox, {})).rejects.toMatchObject({ status: 404 });
  await expect(store.read('file')).rejects.toMatchObject({ status: 404 });
  expect(await readdir(outside)).toEqual(['fox.json']);
});
