import { DatabaseSync } from 'node:sqlite';

import { expect, test } from 'vitest';

import { createWriter, JournalUnavailableError } from '#platform/journal/writer.ts';
import { manualClock } from '#test/rig/provider-rig.ts';

/** A real database without room for another page, and with room again. */
function smallDatabase() {
  const database = new DatabaseSync(':memory:');
  database.exec('pragma page_size = 512; create table note (text text)');
  const insert = database.prepare('insert into note values (?)');
  return {
    write: () => insert.run('x'.repeat(2_000)),
    limit: (pages: number) => database.exec(`pragma max_page_count = ${pages}`),
    count: () => Number(database.prepare('select count(*) as n from note').get()?.['n']),
  };
}

test('a full disk is waited for: what is to be stored is stored once there is room', async () => {
  const { write, limit, count } = smallDatabase();
  const fatal: string[] = [];
  const writer = createWriter({ clock: manualClock(), onFatal: (message) => fatal.push(message) });
  const told: string[] = [];
  writer.subscribe(({ state }) => told.push(state));
  limit(2);
  const stored = writer.store(write);
  expect(writer.health()).toMatchObject({ state: 'full', message: expect.stringContaining('full') });
  expect(() => writer.storeNow(write)).toThrow(JournalUnavailableError);
  limit(1_000);
  await stored;
  expect([count(), writer.health().state, told, fatal]).toEqual([1, 'ok', ['full', 'ok'], []]);
});

test('without patience a full disk is told after a few tries', async () => {
  const { write, limit } = smallDatabase();
  limit(2);
  const message = await new Promise<string>((onFatal) => {
    const writer = createWriter({ clock: manualClock(), onFatal, patience: 'fail' });
    void writer.store(write);
  });
  expect(message).toContain('full');
});

test('after any other trouble nothing is stored any more', async () => {
  const fatal: string[] = [];
  const writer = createWriter({ clock: manualClock(), onFatal: (message) => fatal.push(message) });
  const broken = (): never => {
    throw Object.assign(new Error('disk I/O error'), { errcode: 1_034 });
  };
  void writer.store(broken);
  let writes = 0;
  void writer.store(() => (writes += 1));
  expect(() => writer.storeNow(() => (writes += 1))).toThrow(/cannot be written/);
  await new Promise((resolve) => setImmediate(resolve));
  expect([writes, writer.health().state, writer.isStopped(), fatal.length]).toEqual([0, 'suspect', true, 1]);
});
