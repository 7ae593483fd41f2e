import { cp, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createBackups } from '#platform/journal/backups.ts';
import { JournalDamagedError } from '#platform/journal/checksum.ts';
import { openJournal, type Journal } from '#platform/journal/open-journal.ts';
import { restoreJournal } from '#platform/journal/restore.ts';
import { systemClock } from '#platform/system-clock.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchwork-integrity-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const openIn = (at: string): Promise<Journal> =>
  openJournal({
    folder: at,
    clock: systemClock,
    caps: () => ({ runUsd: 5, dayUsd: 25 }),
    onFatal: (message) => {
      throw new Error(message);
    },
    limitsOf: () => ({ concurrency: 1, perMinute: 0 }),
    redact: (text) => text,
  });

const marker = 'a-text-to-be-found-again';

/** A journal with a task, a step, a memo entry, a claim, a reservation and an event that all carry the marker. */
async function fill(): Promise<void> {
  const journal = await openIn(folder);
  journal.engine.register('job', async (task) => {
    task.emit({ type: 'item-progress', node: 'n', execution: 0, message: `${marker}-event` });
    await task.step('first', () => `${marker}-step`);
    return `${marker}-output`;
  });
  await journal.engine.run('job', 'a', `${marker}-input`);
  await journal.memo.set('fingerprint', { text: `${marker}-memo` });
  await journal.claims.acquire('claimed', `${marker}-claim`);
  await journal.budget.reserve({ run: `${marker}-spend`, attempt: 'x', usd: 1, runCapUsd: undefined });
  while ((await journal.engine.get('a'))?.state === 'pending')
    await new Promise((resolve) => setImmediate(resolve));
  journal.close();
}

/** Flips one letter of a text wherever it stands in the file. */
async function flip(text: string): Promise<void> {
  const file = join(folder, 'journal.db');
  const bytes = await readFile(file);
  let found = 0;
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) {
    bytes[at + 2] = (bytes[at + 2] ?? 0) ^ 1;
    found += 1;
  }
  expect(found).toBeGreaterThan(0);
  await writeFile(file, bytes);
}

test.each(['input', 'output', 'step', 'memo', 'claim', 'spend', 'event'])(
  'a flipped byte in the %s of a row is found at the start, and nothing is changed',
  async (what) => {
    await fill();
    await flip(`${marker}-${what}`);
    const before = await readFile(join(folder, 'journal.db'));
    await expect(openIn(folder)).rejects.toThrow(JournalDamagedError);
    expect(await readFile(join(folder, 'journal.db'))).toEqual(before);
  },
);

test.each<[string, (file: string) => Promise<void>]>([
  ['cut short', async (file) => (await open(file, 'r+')).truncate(9_000)],
  ['emptied', (file) => writeFile(file, '')],
  ['gone', (file) => rm(file)],
  ['overwritten with nonsense', (file) => writeFile(file, 'x'.repeat(20_000))],
])(
  'a file that is %s is refused with the offer of the newest backup, and restored from it',
  async (_name, damage) => {
    await fill();
    const journal = await openIn(folder);
    await journal.backups.make();
    await journal.backups.make();
    journal.close();
    await damage(join(folder, 'journal.db'));
    await expect(openIn(folder)).rejects.toThrow(/Nothing was changed.*batchwork restore/);
    const restored = await restoreJournal(folder, systemClock);
    expect(await readdir(folder)).toContain(restored?.keptAs.split('/').at(-1));
    const again = await openIn(folder);
    expect(again.queue.isPaused()).toBe(true);
    expect(await again.memo.get('fingerprint')).toEqual({ text: `${marker}-memo` });
    again.close();
  },
);

test('a backup that is not whole is not kept', async () => {
  await fill();
  const database = new DatabaseSync(join(folder, 'journal.db'));
  database.exec('update memo set sum = sum + 1');
  const backups = createBackups({ database, dataFolder: folder, clock: systemClock });
  await expect(backups.make()).rejects.toThrow(/memo/);
  database.close();
  expect(await readdir(join(folder, 'backups'))).toEqual([]);
});

test('without a backup nothing is restored', async () => {
  await fill();
  expect(await restoreJournal(folder, systemClock)).toBeUndefined();
});

/** Every version that was ever written: the file as that version left it. */
const versions = ['1', '2', '3'];

test.each(versions)('version %s is copied first, upgraded, and keeps all that it held', async (version) => {
  const database = new DatabaseSync(join(folder, 'journal.db'));
  database.exec(
    await readFile(new URL(`../../fixtures/journal/version-${version}.sql`, import.meta.url), 'utf8'),
  );
  database.close();
  const journal = await openIn(folder);
  expect(await journal.engine.get('run-1')).toMatchObject({
    state: 'success',
    output: { outcome: 'complete' },
  });
  expect(await journal.memo.get('known')).toEqual({ images: [] });
  expect(journal.claims.ownerOf('job:runcomfy:r-1')).toBe('run-1:generate:0.0.1');
  expect(journal.events.read('run-1', 0)).toHaveLength(1);
  expect(journal.budget.read({ days: 3_660 }).runs).toMatchObject([
    { run: 'run-1', name: 'Foxes', workflowFile: 'foxes.json', costUsd: 0.12, estimateUsd: 0.12 },
  ]);
  journal.close();
  const copy = new DatabaseSync(join(folder, 'backups', 'before-version-4.db'));
  expect(copy.prepare('pragma user_version').get()).toEqual({ user_version: Number(version) });
  expect(copy.prepare('select count(*) as n from task').get()).toEqual({ n: 2 });
  copy.close();
  // The next start has nothing to upgrade and nothing to complain of.
  (await openIn(folder)).close();
});

test('a newer version is refused without a byte of the folder being touched', async () => {
  await fill();
  const database = new DatabaseSync(join(folder, 'journal.db'));
  database.exec('pragma journal_mode = delete; pragma user_version = 99');
  database.close();
  const copy = join(folder, 'copy');
  await cp(join(folder, 'journal.db'), copy);
  await expect(openIn(folder)).rejects.toThrow(/newer Batchwork/);
  expect(await readFile(join(folder, 'journal.db'))).toEqual(await readFile(copy));
  expect((await readdir(folder)).toSorted()).toEqual(['copy', 'journal.db']);
});
