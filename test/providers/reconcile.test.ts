import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { FailureError } from '#core/run/failure.ts';
import { foxRequest, never, openRig, submitted, type Rig } from '#test/rig/provider-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.admin('POST', '/reset'));

/** A submit whose answer is lost after it was accepted, and what the history says of it then. */
async function lost(fate: object = {}) {
  const model = rig.model('wavespeed');
  const prepared = await model.prepare(foxRequest(), [], never);
  const sentAt = rig.clock.now();
  await rig.fault({ match: { call: 'submit' }, phase: 'after', fault: { kind: 'cut' } });
  if (Object.keys(fate).length > 0) await rig.fault({ fault: { kind: 'job', ...fate } });
  expect(await model.submit(prepared)).toMatchObject({ type: 'unknown' });
  const { entries } = await rig.log();
  const accepted = entries.find(({ type }) => type === 'accepted');
  return { model, prepared, sentAt, id: (accepted?.['job'] as { id: string } | undefined)?.id };
}

test('a lost answer is found in the history, by its inputs', async () => {
  const { model, prepared, sentAt, id } = await lost();
  await submitted(model, await model.prepare(foxRequest({ count: 4 }), [], never));
  const candidates = await model.reconcile?.(prepared, sentAt, never);
  expect(candidates?.map(({ operation, inputsMatch }) => [operation.requestId === id, inputsMatch])).toEqual(
    expect.arrayContaining([
      [true, true],
      [false, false],
    ]),
  );
});

test.each([
  ['without inputs', { history: 'without-inputs' }, [undefined]],
  ['listed twice', { history: 'twice' }, [true]],
  ['not listed', { history: 'hidden' }, []],
])('%s', async (_name, fate, matches) => {
  const { model, prepared, sentAt } = await lost(fate);
  const candidates = await model.reconcile?.(prepared, sentAt, never);
  expect(candidates?.map(({ inputsMatch }) => inputsMatch)).toEqual(matches);
});

test('one that appears late is found later', async () => {
  const { model, prepared, sentAt } = await lost({ historyAfterMs: 30_000 });
  expect(await model.reconcile?.(prepared, sentAt, never)).toEqual([]);
  rig.clock.advance(30_000);
  expect(await model.reconcile?.(prepared, sentAt, never)).toHaveLength(1);
});

test('only jobs since a quarter of an hour before the POST, of the same model and account', async () => {
  const model = rig.model('wavespeed');
  await submitted(model);
  rig.clock.advance(16 * 60_000);
  await submitted(rig.model('wavespeed', { key: () => 'another-key' }));
  const operation = await submitted(model);
  await submitted(model, {
    model: 'bytedance/seedream-v4.5',
    body: JSON.stringify({ prompt: 'a fox' }),
  });
  const prepared = await model.prepare(foxRequest(), [], never);
  const candidates = await model.reconcile?.(prepared, rig.clock.now(), never);
  expect(candidates?.map((candidate) => candidate.operation)).toEqual([operation]);
});

test('every page is read', async () => {
  const model = rig.model('wavespeed');
  const prepared = await model.prepare(foxRequest(), [], never);
  for (let job = 0; job < 105; job += 1) await submitted(model, prepared);
  expect(await model.reconcile?.(prepared, rig.clock.now(), never)).toHaveLength(105);
});

test('trouble is thrown, not taken for an empty list', async () => {
  const { model, prepared, sentAt } = await lost();
  await rig.fault({ match: { call: 'history' }, fault: { kind: 'http', status: 502 } });
  await expect(model.reconcile?.(prepared, sentAt, never)).rejects.toThrow(FailureError);
});

test('RunComfy lists nothing', () => {
  expect('reconcile' in rig.model('runcomfy')).toBe(false);
});
