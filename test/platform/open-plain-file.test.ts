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
  server.close();
});
