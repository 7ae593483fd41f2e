import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { TaskBody } from '#core/durable/seam.ts';
import type { RunEvent } from '#core/run/event.ts';
import { createEventLog } from '#platform/journal/event-log.ts';
import { openDatabase } from '#platform/journal/open-database.ts';
import { openJournal, type Journal } from '#platform/journal/open-journal.ts';
import { createRunQueue } from '#platform/journal/run-queue.ts';
import { createSqliteEngine } from '#platform/journal/sqlite-engine.ts';
import { createWriter } from '#platform/journal/writer.ts';
import { systemClock } from '#platform/system-clock.ts';

let folder: string;
let journal: Journal;

const open = (): Promise<Journal> =>
  openJournal({
    folder,
    clock: systemClock,
    caps: () => ({ runUsd: 1, dayUsd: 2 }),
    onFatal: (message) => {
      throw new Error(message);
    },
    limitsOf: () => ({ concurrency: 1, perMinute: 0 }),
  });

/** What a kill and a new process come to, as far as the journal is concerned. */
async function restart(bodies: Readonly<Record<string, TaskBody>>): Promise<void> {
  journal.close();
  journal = await open();
  for (const [kind, body] of Object.entries(bodies)) journal.engine.register(kind, body);
  journal.engine.recover();
}

const ended = async (id: string): Promise<unknown> => {
  for (;;) {
    const task = await journal.engine.get(id);
    if (task !== undefined && task.state !== 'pending') return { state: task.state, output: task.output };
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
};

const forever = <T>(): Promise<T> => new Promise<T>(() => {});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'batchwork-journal-'));
  journal = await open();
});

afterEach(async () => {
  journal.close();
  await rm(folder, { recursive: true, force: true });
});

describe('tasks and steps', () => {
  test('a step that was stored is not done again', async () => {
    const done: string[] = [];
    const body =
      (goOn: boolean): TaskBody =>
      async (task) => {
        const first = await task.step('first', () => {
          done.push('first');
          return { value: 1 };
        });
        const second = await task.step('second', async () => {
          done.push('second');
          return goOn ? 2 : forever<number>();
        });
        return { first, second };
      };
    journal.engine.register('job', body(false));
    await journal.engine.run('job', 'a', null);
    while (done.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await restart({ job: body(true) });
    expect(await ended('a')).toEqual({ state: 'success', output: { first: { value: 1 }, second: 2 } });
    expect(done).toEqual(['first', 'second', 'second']);
  });

  test('a run is started once, whoever asks how often', async () => {
    let bodies = 0;
    journal.engine.register('job', async () => {
      bodies += 1;
      return bodies;
    });
    expect(await journal.engine.run('job', 'a', null)).toEqual({ created: true });
    expect(await journal.engine.run('job', 'a', null)).toEqual({ created: false });
    expect(await ended('a')).toEqual({ state: 'success', output: 1 });
  });

  test('children run side by side; those that ended before a crash are not executed again', async () => {
    const executed: number[] = [];
    const child =
      (hang: boolean): TaskBody =>
      async (_task, input) => {
        executed.push(Number(input));
        return hang && Number(input) === 2 ? forever() : Number(input) * 10;
      };
    const parent: TaskBody = async (task) => {
      let out = [1, 2, 3].map((execution) =>
        task.start({ kind: 'child', node: 'a:b', execution, input: execution }),
      );
      let sum = 0;
      while (out.length > 0) {
        const result = await task.first(out);
        out = out.filter(({ id }) => id !== result.id);
        sum += Number(result.output);
      }
      return sum;
    };
    journal.engine.register('parent', parent);
    journal.engine.register('child', child(true));
    await journal.engine.run('parent', 'p', null);
    while (executed.length < 3) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    await restart({ parent, child: child(false) });
    expect(await ended('p')).toEqual({ state: 'success', output: 60 });
    expect(executed).toEqual([1, 2, 3, 2]);
  });

  test('a bug in a body ends its task with the error', async () => {
    journal.engine.register('job', () => Promise.reject(new Error('a bug')));
    await journal.engine.run('job', 'a', null);
    expect(await ended('a')).toEqual({ state: 'error', output: null });
  });

  test('cancel is durable and heard by the children', async () => {
    const heard: string[] = [];
    const child: TaskBody = (task) =>
      new Promise((resolve) => {
        const stop = (): void => {
          heard.push(task.id);
          resolve('stopped');
        };
        if (task.signal.aborted) stop();
        else task.signal.addEventListener('abort', stop);
      });
    const parent: TaskBody = async (task) => {
      const handle = task.start({ kind: 'child', node: 'n', execution: 0, input: null });
      return (await task.first([handle])).output;
    };
    journal.engine.register('parent', parent);
    journal.engine.register('child', child);
    await journal.engine.run('parent', 'p', null);
    expect(await journal.engine.cancel('p')).toBe(true);
    expect(await journal.engine.cancel('p')).toBe(false);
    expect(await ended('p')).toEqual({ state: 'cancelled', output: 'stopped' });
    expect(heard).toEqual(['p:n:0']);
    expect(await journal.engine.cancel('p')).toBe(false);
    expect(await journal.engine.cancel('nobody')).toBe(false);
  });

  test('a parked attempt waits over a restart, and goes on with what a person decides', async () => {
    const child: TaskBody = async (task) => ({ decided: await task.attention('attempt-1') });
    const parent: TaskBody = async (task) => {
      const handle = task.start({ kind: 'child', node: 'n', execution: 0, input: null });
      const { state, output } = await task.first([handle]);
      return { state, output };
    };
    journal.engine.register('parent', parent);
    journal.engine.register('child', child);
    await journal.engine.run('parent', 'p', null);
    expect(await ended('p')).toMatchObject({ state: 'attention' });
    await restart({ parent, child });
    expect(await journal.engine.resume('attempt-2', { type: 'release' })).toBe(false);
    expect(await journal.engine.resume('attempt-1', { type: 'adopt', requestId: 'r' })).toBe(true);
    expect(await ended('p')).toEqual({
      state: 'success',
      output: { state: 'success', output: { decided: { type: 'adopt', requestId: 'r' } } },
    });
    expect(await journal.engine.resume('attempt-1', { type: 'release' })).toBe(false);
  });
});

test('a step that cannot be stored stops everything, so that the next process finds what was before', async () => {
  journal.close();
  const database = openDatabase(join(folder, 'journal.db'));
  database.exec(
    "create trigger full before insert on step begin select raise(abort, 'database or disk is full'); end",
  );
  const fatal: unknown[] = [];
  const writer = createWriter({ clock: systemClock, onFatal: (error) => fatal.push(error) });
  const stores = { database, clock: systemClock, writer };
  const engine = createSqliteEngine({
    ...stores,
    events: createEventLog(stores),
    queue: createRunQueue(stores),
    limitsOf: () => ({ concurrency: 0, perMinute: 0 }),
  });
  let wentOn = false;
  engine.register('job', async (task) => {
    await task.step('submit', () => 'sent');
    wentOn = true;
    return null;
  });
  await engine.run('job', 'a', null);
  await new Promise((resolve) => setImmediate(resolve));
  expect(fatal).toHaveLength(1);
  expect(wentOn).toBe(false);
  expect((await engine.get('a'))?.state).toBe('pending');
  database.exec('drop trigger full');
  database.close();
  journal = await open();
});

describe('events', () => {
  const emitting: TaskBody = async (task) => {
    for (let execution = 0; execution < 3; execution += 1)
      task.emit({ type: 'item-progress', node: task.id, execution, message: 'on' });
    return null;
  };

  test('are numbered over all runs, stored before they are told, and can be followed from any point', async () => {
    journal.engine.register('job', emitting);
    await journal.engine.run('job', 'a', null);
    await journal.engine.run('job', 'b', null);
    await ended('a');
    await ended('b');
    expect(journal.events.read('b', 0).map(({ seq }) => seq)).toEqual([4, 5, 6]);
    await restart({ job: emitting });
    await journal.engine.run('job', 'c', null);
    const told: RunEvent[] = [];
    const controller = new AbortController();
    for await (const event of journal.engine.events(undefined, 5, controller.signal)) {
      told.push(event);
      if (told.length === 4) break;
    }
    expect(told.map(({ seq, run }) => [seq, run])).toEqual([
      [6, 'b'],
      [7, 'c'],
      [8, 'c'],
      [9, 'c'],
    ]);
    expect(await journal.engine.lastSeq()).toBe(9);
  });
});

test('a second process is refused at once, and let in as soon as the first is gone', async () => {
  const tryOpen = (): number | null =>
    spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { openDatabase } from '#platform/journal/open-database.ts';
         try { openDatabase(process.argv[1]); } catch (error) { process.exit(error.name === 'FolderInUseError' ? 7 : 8); }`,
        join(folder, 'journal.db'),
      ],
      { cwd: process.cwd() },
    ).status;
  expect(tryOpen()).toBe(7);
  journal.close();
  expect(tryOpen()).toBe(0);
  journal = await open();
});

test('a journal of a newer version is refused and left as it is', async () => {
  const { DatabaseSync } = await import('node:sqlite');
  journal.close();
  const database = new DatabaseSync(join(folder, 'journal.db'));
  database.exec('pragma user_version = 99');
  database.close();
  await expect(open()).rejects.toThrow(/newer Batchwork/);
  const again = new DatabaseSync(join(folder, 'journal.db'));
  expect(again.prepare('pragma user_version').get()).toEqual({ user_version: 99 });
  again.exec('pragma user_version = 4');
  again.close();
  journal = await open();
});

test('the budget holds the caps of a run and of a day, and forgets what was not spent', async () => {
  const { budget } = journal;
  const spend = (run: string, attempt: string, usd: number, runCapUsd?: number) =>
    budget.reserve({ run, attempt, usd, runCapUsd });
  expect(await spend('a', 'a1', 0.6)).toEqual({ ok: true });
  expect(await spend('a', 'a1', 0.6)).toEqual({ ok: true });
  expect(await spend('a', 'a2', 0.6)).toMatchObject({ ok: false });
  expect(await spend('a', 'a2', 0.4)).toEqual({ ok: true });
  expect(await spend('b', 'b1', 0.3, 0.2)).toMatchObject({ ok: false });
  expect(await spend('b', 'b1', 1)).toEqual({ ok: true });
  expect(await spend('c', 'c1', 0.1)).toMatchObject({ ok: false, message: expect.stringContaining('today') });
  await budget.settle('b1', { usd: 0.5, images: 3 });
  await budget.settle('a1', { usd: undefined, images: 0 });
  await budget.settle('a2', { usd: 0, images: 0 });
  const { todayUsd, runs, days } = budget.read({ days: 1 });
  expect(todayUsd).toBeCloseTo(1.1);
  expect(days).toEqual([
    expect.objectContaining({ estimateUsd: 1.6, costUsd: 0.5, unknownUsd: 0.6, images: 3 }),
  ]);
  expect(runs).toMatchObject([
    { run: 'a', costUsd: 0, unknownUsd: 0.6 },
    { run: 'b', estimateUsd: 1, costUsd: 0.5, unknownUsd: 0, images: 3 },
  ]);
  expect(await spend('c', 'c1', 0.9)).toEqual({ ok: true });
});

test('one owner a claim; who waits is woken when it is given back', async () => {
  const { claims } = journal;
  const never = new AbortController().signal;
  const owner = async (name: string) => (await claims.acquire('f', name)).owner;
  expect(await owner('one')).toBe('one');
  expect(await owner('two')).toBe('one');
  const woken = claims.released('f', never);
  await claims.release('f', 'two');
  expect(await owner('two')).toBe('one');
  await claims.release('f', 'one');
  await woken;
  expect(await owner('two')).toBe('two');
  const held = claims.released('f', never);
  await claims.hold('f', 'attempt-1');
  await held;
  expect(await claims.acquire('f', 'one')).toEqual({ owner: 'two', held: 'attempt-1' });
});
