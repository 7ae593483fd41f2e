import { describe, expect, test } from 'vitest';

import { startEmulator } from '#emulator/start-emulator.ts';
import { openHostRig, quickEmulator } from '#test/rig/host-rig.ts';
import { accepted, endOf } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

import { runUnderFaults, whole, type Expected } from './chaos-case.ts';

const submit = { call: 'submit' };
const at = (phase: string, fault: object) => ({ match: submit, phase, fault });
const http = (status: number, body?: unknown, headers?: object) => ({
  match: submit,
  fault: {
    kind: 'http',
    status,
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  },
});
const cut = { kind: 'cut', reset: true };

/** Nobody knows, nobody lists it: a person is asked. */
const held = (accepted: number): Expected => ({
  outcome: 'attention',
  accepted,
  images: 0,
  code: 'unknown-outcome',
  broken: [],
});
const bought = whole;
const refused = (code: string): Expected => ({
  outcome: 'failed',
  accepted: 0,
  images: 0,
  code,
  broken: [],
});

const wrongId = (id: unknown) => at('after', { kind: 'edit', set: { request_id: id, 'data.id': id } });

/** Row and fault; what becomes of it at RunComfy, which lists nothing, and at WaveSpeed, which has a history. */
const rows: readonly (readonly [string, object, Expected, Expected])[] = [
  ['F2 reset when the connection is made', { phase: 'accept', fault: cut }, bought, bought],
  ['F2 reset after the headers', at('before-read', cut), held(0), held(0)],
  ['F2 reset in the middle of the body', at('mid-read', cut), held(0), held(0)],
  ['F3 reset while it is carried out', at('before', cut), held(0), held(0)],
  ['F3 the answer is lost', at('after-accept-before-response', cut), held(1), bought],
  ['F3 the answer breaks off', at('mid-response', cut), held(1), bought],
  ['F3 reset after the whole answer', at('after-response', { kind: 'cut' }), bought, bought],
  ['F3 a late answer', at('after', { kind: 'delay', ms: 400 }), bought, bought],
  ['F4 truncated JSON', at('after', { kind: 'truncate' }), held(1), bought],
  ['F5 no id', at('after', { kind: 'edit', remove: ['request_id', 'data.id'] }), held(1), bought],
  ['F5 an empty id', wrongId(''), held(1), bought],
  ['F5 an id that is a number', wrongId(7), held(1), bought],
  ['F6 a web page with 200', at('after', { kind: 'html' }), held(1), bought],
  [
    'F7 refused within a 200',
    http(200, { error_code: 400_001, code: 1401, message: 'size' }),
    refused('not-found'),
    refused('invalid'),
  ],
  ['F8 422', http(422, { detail: [{ msg: 'Field required' }] }), refused('invalid'), refused('invalid')],
  ['F8 400', http(400, { message: 'no' }), refused('invalid'), refused('invalid')],
  ['F12 404 model', http(404, { message: 'no such model' }), refused('not-found'), refused('not-found')],
  ['F13 408', http(408), held(0), held(0)],
  ['F14 409 that names no job', http(409, { message: 'conflict' }), held(0), held(0)],
  ['F15 413', http(413, 'too large'), refused('invalid'), refused('invalid')],
  ['F16 429 with Retry-After in seconds', http(429, {}, { 'retry-after': '1' }), bought, bought],
  ['F17 429 without Retry-After', http(429, {}), bought, bought],
  ['F18 429 with a Retry-After of the past', http(429, {}, { 'retry-after': '-1000000000' }), bought, bought],
  ['F19 500 after acceptance', at('after', { kind: 'http', status: 500 }), held(1), bought],
  ['F19 502', http(502, '<html>'), held(0), held(0)],
  ['F19 504', http(504), held(0), held(0)],
  ['F20 503 with Retry-After', http(503, 'busy', { 'retry-after': '5' }), held(0), held(0)],
  ['F21 302', http(302, undefined, { location: '/v1/elsewhere' }), held(0), held(0)],
  ['F21 307', http(307, undefined, { location: '/v1/elsewhere' }), held(0), held(0)],
  ['F23 an id like a path', wrongId('../x'), held(1), bought],
  ['F23 an id of a megabyte', wrongId('x'.repeat(1_000_000)), held(1), bought],
  ['F24 unknown members', at('after', { kind: 'edit', set: { news: { deprecated: true } } }), bought, bought],
];

describe('runcomfy', () => {
  test.each(rows)('%s', async (_row, rule, expected) => {
    expect(await runUnderFaults({ provider: 'runcomfy', rules: [rule] })).toMatchObject(expected);
  });
});
describe('wavespeed', () => {
  test.each(rows)('%s', async (_row, rule, _runcomfy, expected) => {
    expect(await runUnderFaults({ provider: 'wavespeed', rules: [rule] })).toMatchObject(expected);
  });
});

test('F1 nobody listens: the order waits with a reason and goes out once, when somebody does', async () => {
  const settings = { ...quickEmulator, latencyScale: 0 };
  const before = await startEmulator({ settings });
  await before.close();
  await using rig = await openHostRig({ patience: 'wait', environment: { RUNCOMFY_BASE_URL: before.url } });
  const started = await rig.host.startRun({ workflow: { ...starter('runcomfy') } });
  if (started.type !== 'started') throw new Error(JSON.stringify(started));
  for await (const event of rig.host.durable.events(started.run, 0, new AbortController().signal)) {
    if (event.type !== 'job-progress' || event.phase !== 'waiting') continue;
    expect(event.reason).toContain('cannot be reached');
    break;
  }
  const after = await startEmulator({ settings, port: Number(new URL(before.url).port) });
  expect(endOf(await rig.follow(started.run))).toMatchObject({ outcome: 'complete', images: 3 });
  const answer: unknown = await (await fetch(`${after.url}/__emulator/log`)).json();
  await after.close();
  expect(JSON.stringify(answer).match(/"type":"accepted"/g)).toHaveLength(1);
});

test('F22 one id for two orders: adopted once, charged once in our books', async () => {
  await using rig = await openHostRig();
  expect(endOf(await rig.run(starter('runcomfy', 'a hare'))).outcome).toBe('complete');
  const [first] = await accepted(rig);
  await rig.fault(at('after', { kind: 'edit', set: { request_id: first?.id } }));
  const end = endOf(await rig.run(starter('runcomfy', 'a wolf')));
  expect(end.outcome).not.toBe('cancelled');
  expect(end.costUsd ?? 0).toBe(0);
});
