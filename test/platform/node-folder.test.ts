import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { builtInFiles, loadNodes, watchNodes } from '#platform/node-folder.ts';

const broken = fileURLToPath(new URL('../fixtures/broken-nodes', import.meta.url));
const builtIn = fileURLToPath(new URL('../../nodes', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchwork-'));
});
afterEach(() => rm(folder, { recursive: true }));

const nodeSource = (title: string): string => `export default {
  type: 'Plain', version: 1, title: '${title}', description: '', category: 'input', aliases: [], effect: 'pure',
  inputs: {}, outputs: {}, execute: () => ({}) };`;

test('every built-in node loads', async () => {
  const { definitions, diagnostics } = await loadNodes(builtIn);
  expect(diagnostics).toEqual([]);
  expect([...definitions.keys()]).toEqual(expect.arrayContaining(['Prompt', 'SequentialGenerate', 'Save']));
});

test('a broken file is named with its reason and does not keep the others from loading', async () => {
  const { definitions, diagnostics } = await loadNodes(broken);
  expect([...definitions.keys()]).toEqual(['Fine']);
  expect(diagnostics.map(({ code, message }) => [code, message.split(' ')[0]])).toEqual([
    ['node-file', 'empty.ts'],
    ['node-file', 'fine-copy.ts'],
    ['node-file', 'syntax.ts'],
    ['node-file', 'throws.ts'],
  ]);
  expect(diagnostics[1]?.message).toContain('has to be named fine.ts');
  expect(diagnostics[3]?.message).toContain('the author forgot something');
});

test('a file that never comes to an end is given up', async () => {
  const { definitions, diagnostics } = await loadNodes(join(broken, 'hanging'), {
    patience: { loadMs: 500 },
  });
  expect(definitions.size).toBe(0);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'endless.ts could not be loaded: it did not finish loading within 0.5 s',
    'hangs.ts could not be loaded: it did not finish loading within 0.5 s',
  ]);
});

test('a missing folder is a diagnostic, not a crash', async () => {
  const { definitions, diagnostics } = await loadNodes(join(folder, 'missing'));
  expect(definitions.size).toBe(0);
  expect(diagnostics).toHaveLength(1);
});

test('a changed file is read anew', async () => {
  const file = join(folder, 'plain.ts');
  await writeFile(file, nodeSource('Before'));
  await utimes(file, 1, 1);
  expect((await loadNodes(folder)).definitions.get('Plain')?.title).toBe('Before');
  await writeFile(file, nodeSource('After'));
  expect((await loadNodes(folder)).definitions.get('Plain')?.title).toBe('After');
});

test('a watcher reports a new file and stops when aborted', async () => {
  const controller = new AbortController();
  const changed = new Promise<void>((resolve) => watchNodes(folder, resolve, controller.signal));
  await writeFile(join(folder, 'plain.ts'), nodeSource('New'));
  await changed;
  controller.abort();
  expect((await loadNodes(folder)).definitions.has('Plain')).toBe(true);
});

test('every built-in file is named, and nothing else', async () => {
  // A file that is missing here would run in a thread, as if a person had added it.
  const listed = execFileSync('git', ['ls-files', '-z', 'nodes'], { encoding: 'utf8' }).split('\0');
  const tracked = listed.filter((path) => /^nodes\/[^/]+\.ts$/.test(path)).map((path) => basename(path));
  expect(tracked.toSorted()).toEqual([...builtInFiles].toSorted());
});
