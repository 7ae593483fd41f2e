import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openPlainFile } from '#platform/open-plain-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchwork-'));
  await writeFile(join(folder, 'plain'), 'plain');
});
afterEach(() => rm(folder, { recursive: true }));

test('what was opened is read, whatever is put in its place meanwhile', async () => {
  const path = join(folder, 'plain');
  await writeFile(join(folder, 'secret'), 'secret');
  const file = await openPlainFile(path);
  await rename(path, join(folder, 'moved'));
  await symlink(join(folder, 'secret'), path);
  expect(file?.stats.size).toBe(5);
  expect(await file?.handle.readFile('utf8')).toBe('plain');
  await file?.handle.close();
  expect(await openPlainFile(path)).toBeUndefined();
});

test.skipIf(process.platform === 'win32')(
  'links, folders, sockets and what is not there are no files',
  async () => {
    await symlink(join(folder, 'plain'), join(folder, 'link'));
    await mkdir(join(folder, 'folder'));
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(join(folder, 'socket'), resolve);
    });
    for (const name of ['link', 'folder', 'socket', 'nothing', 'plain/below', 'x'.repeat(300)])
      expect({ name, file: await openPlainFile(join(folder, name)) }).toEqual({ name, file: undefined });
    server.close();
  },
);
