import { describe, expect, test } from 'vitest';

import { openHostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf, ofType } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

import { runUnderFaults, whole, type Expected } from './chaos-case.ts';

/** The call in which a job's state comes. */
const callOf = { runcomfy: 'status', wavespeed: 'result' } as const;
const job = (fate: object) => (): object[] => [{ fault: { kind: 'job', ...fate } }];
const poll =
  (fault: object, more: object = {}) =>
  (provider: 'runcomfy' | 'wavespeed'): object[] => [{ match: { call: callOf[provider] }, fault, ...more }];
const http = (status: number, body?: unknown): object => ({
  kind: 'http',
  status,
  ...(body === undefined ? {} : { body }),
});
const restates = (status: string) => ({
  kind: 'edit',
  set: { status, 'data.status': status, 'data.outputs': [] },
});

const withImages = (images: number): Expected => ({ ...whole, images });
const failed = (code: string): Expected => ({ ...whole, outcome: 'failed', images: 0, code });

const rows: readonly (readonly [string, (provider: 'runcomfy' | 'wavespeed') => object[], Expected])[] = [
  ['F25 500', poll(http(500), { times: 4 }), whole],
  ['F25 reset', poll({ kind: 'cut', reset: true }, { times: 4 }), whole],
  ['F25 truncated JSON', poll({ kind: 'truncate' }, { times: 4 }), whole],
  ['F25 a web page with 200', poll({ kind: 'html' }, { times: 4 }), whole],
  ['F26 401 while polling', poll(http(401, { message: 'key' }), { times: 4 }), whole],
  ['F26 403 while polling', poll(http(403, { message: 'no' }), { times: 4 }), whole],
  ['F27 402 while polling', poll(http(402, { message: 'credit' }), { times: 4 }), whole],
  ['F28 404 right after the submit', poll(http(404, { message: 'who?' }), { times: 4 }), whole],
  ['F29 a status that goes backwards', poll(restates('processing'), { times: 2 }), whole],
  ['F30 an unknown status', job({ status: 'warming up', statusForMs: 60 }), whole],
  ['F31 a long time in the queue', job({ queuedMs: 400 }), whole],
  ['F32 completed without an image', job({ delivered: 0 }), failed('empty-result')],
  ['F33 fewer than asked', job({ delivered: 2 }), withImages(2)],
  ['F34 more than asked', job({ delivered: 5 }), withImages(5)],
  ['F36 failed with a message', job({ ending: 'failed', error: '<b>no</b>' }), failed('provider-failed')],
  ['F38 a slow poll', poll({ kind: 'delay', ms: 150 }), whole],
  ['F49 one flagged place', job({ nsfw: [1] }), whole],
];

describe.each(['runcomfy', 'wavespeed'] as const)('%s', (provider) => {
  test.each(rows)('%s', async (_row, rules, expected) => {
    expect(await runUnderFaults({ provider, rules: rules(provider) })).toMatchObject(expected);
  });
});

test('F37 once it was completed, nothing that is said later undoes it', async () => {
  await using rig = await openHostRig();
  // The first answer that counts is the last one that is asked for.
  await rig.fault({ match: { call: 'result' }, skip: 1, times: 'always', fault: restates('failed') });
  expect(endOf(await rig.run(starter('wavespeed')))).toMatchObject({ outcome: 'complete', images: 3 });
  expect(await accepted(rig)).toHaveLength(1);
});

test('F49 a flagged place is kept and says so', async () => {
  const rules = [{ fault: { kind: 'job', nsfw: [1] } }];
  const { events } = await runUnderFaults({ provider: 'wavespeed', rules });
  expect(ofType(events, 'asset-add').map(({ nsfw }) => nsfw)).toEqual([false, true, false]);
});
