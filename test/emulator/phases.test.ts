import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startEmulator } from '#emulator/start-emulator.ts';
import { truthSchema, type Truth } from '#emulator/truth-log.ts';
import { openCliRig } from '#test/rig/cli-rig.ts';
import { openRig, quick, type Rig } from '#test/rig/provider-rig.ts';

import { sendRaw, type RawAnswer } from './raw-socket.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig({ settings: { latencyScale: 0 } });
});
afterAll(() => rig.close());
beforeEach(() => rig.admin('POST', '/reset'));

const order = {
  method: 'POST',
  path: '/v1/models/bytedance/seedream-4-5/sequential',
  body: JSON.stringify({ prompt: 'a fox', sequential_image_generation_options: 1 }),
};
const submit = (): Promise<RawAnswer> => sendRaw(rig.emulator.url, order);
const types = async (): Promise<unknown[]> => (await rig.log()).entries.map(({ type }) => type);
const jobId = ({ body }: RawAnswer): string =>
  (JSON.parse(body.toString()) as { request_id: string }).request_id;

async function pictureAnswer(enough?: number): Promise<RawAnswer> {
  const id = jobId(await submit());
  return sendRaw(rig.emulator.url, {
    path: `/outputs/${id}/1.jpg`,
    ...(enough === undefined ? {} : { enough }),
  });
}

describe('a connection is cut, seen from a raw socket', () => {
  const nothing = { head: '' };
  const accepted = ['accepted', 'charged'];
  test.each([
    ['before-read', nothing, []],
    ['mid-read', nothing, []],
    ['before', nothing, []],
    ['after-accept-before-response', nothing, accepted],
    ['after', nothing, accepted],
    ['mid-response', { head: expect.stringContaining('200 OK') }, accepted],
    ['within', { head: expect.stringContaining('200 OK') }, accepted],
    ['after-response', { head: expect.stringContaining('200 OK') }, accepted],
  ] as const)('%s', async (phase, seen, truths) => {
    await rig.fault({ match: { call: 'submit' }, phase, fault: { kind: 'cut', reset: true } });
    const answer = await submit();
    expect(answer).toMatchObject(seen);
    expect(await types()).toEqual(truths);
    const length = Number(/content-length: (\d+)/i.exec(answer.head)?.[1] ?? 0);
    // Only after the whole answer is there anything to be read as JSON.
    expect(answer.body.length === length).toBe(phase === 'after-response' || answer.head === '');
    expect((await submit()).head).toContain('200 OK');
  });

  test('accept: nothing of the call is read', async () => {
    await rig.fault({ phase: 'accept', fault: { kind: 'cut', reset: true } });
    expect(await submit()).toMatchObject({ head: '', end: 'reset' });
    expect((await rig.log()).calls).toEqual({});
    expect((await submit()).head).toContain('200 OK');
  });

  test('a connection fault that names a call is refused', async () => {
    const rule = { match: { call: 'submit' }, phase: 'accept', fault: { kind: 'cut' } };
    await expect(rig.fault(rule)).rejects.toThrow(/no call yet/);
  });
});

test('an answer before the body is read makes nothing', async () => {
  await rig.fault({ match: { call: 'submit' }, phase: 'before-read', fault: { kind: 'http', status: 413 } });
  expect((await submit()).head).toContain('413');
  expect(await types()).toEqual([]);
});

test('other bytes under the same head', async () => {
  const bomb = gzipSync(Buffer.alloc(1_000_000));
  await rig.fault({
    match: { call: 'media' },
    fault: { kind: 'bytes', base64: bomb.toString('base64'), headers: { 'content-encoding': 'gzip' } },
  });
  const answer = await pictureAnswer();
  expect(answer.head).toMatch(/content-encoding: gzip/i);
  expect(answer.body.includes(bomb.subarray(0, 500))).toBe(true);
});

test('no bytes at all', async () => {
  await rig.fault({ match: { call: 'media' }, fault: { kind: 'bytes', base64: '' } });
  const { head, body } = await pictureAnswer();
  expect(head).toContain('200 OK');
  expect(body.toString().replace('0\r\n\r\n', '')).toBe('');
});

test('a body without end', async () => {
  await rig.fault({ match: { call: 'media' }, fault: { kind: 'endless' } });
  expect(await pictureAnswer(5_000_000)).toMatchObject({ end: 'enough' });
});

describe('faults by chance', () => {
  const draw = async (seed: number): Promise<string> => {
    await rig.admin('POST', '/reset');
    await rig.admin('POST', '/faults', {
      seed,
      faults: [
        {
          match: { call: 'submit' },
          times: 'always',
          probability: 0.5,
          fault: { kind: 'http', status: 503 },
        },
      ],
    });
    let drawn = '';
    for (let call = 0; call < 24; call += 1) drawn += (await submit()).head.includes('503') ? 'x' : '.';
    return drawn;
  };

  test('come from the seed: the same again, another with another', async () => {
    const first = await draw(1);
    expect(first).toMatch(/x/);
    expect(first).toMatch(/\./);
    expect(await draw(1)).toBe(first);
    expect(await draw(2)).not.toBe(first);
  });
});

test('the truth log on disk holds what was accepted, charged and served, with hashes', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'emulator-truth-'));
  const emulator = await startEmulator({ dataFolder, settings: { ...quick, latencyScale: 0 } });
  const id = jobId(await sendRaw(emulator.url, order));
  const picture = await fetch(`${emulator.url}/outputs/${id}/1.jpg`);
  const bytes = await picture.bytes();
  // Read while it runs: what is answered is written.
  const lines = (await readFile(join(dataFolder, 'truth.jsonl'), 'utf8')).trim().split('\n');
  const truths: Truth[] = lines.map((line) => truthSchema.parse(JSON.parse(line)));
  await emulator.close();
  await rm(dataFolder, { recursive: true });
  expect(truths).toMatchObject([
    { type: 'accepted', job: { id } },
    { type: 'charged', job: id, usd: 0.04 },
    { type: 'served', job: id, byteLength: bytes.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
});

describe('emulate --faults', () => {
  const stopWhenReady = (stdout: string, child: { kill: (signal: 'SIGTERM') => void }): void => {
    if (stdout.includes('wavespeed\n')) child.kill('SIGTERM');
  };

  test('takes a file and breaks what it names', async () => {
    await using cli = await openCliRig();
    const file = join(cli.folder, 'faults.json');
    const plan = {
      seed: 7,
      faults: [{ match: { call: 'balance' }, times: 'always', fault: { kind: 'http', status: 418 } }],
    };
    await writeFile(file, JSON.stringify(plan));
    let seen: Promise<number> | undefined;
    const { code } = await cli.run(['emulate', '--faults', file], {
      onOutput: (stdout, child) => {
        const url = /http:\S+/.exec(stdout)?.[0];
        if (url === undefined || seen !== undefined) return;
        seen = fetch(`${url}/prod/v2/balance`).then(({ status }) => status);
        void seen.finally(() => child.kill('SIGTERM'));
      },
    });
    expect(await seen).toBe(418);
    expect(code).toBe(0);
  });

  test.each([
    ['{"faults": [{"fault": {"kind": "cut"}, "phase": "never"}]}', 'faults[0].phase'],
    ['{"faults": [{"fault": {"kind": "nonsense"}}]}', 'no such fault'],
    ['{"faults": 3}', 'faults'],
    ['{', 'JSON'],
  ])('refuses %s and says where', async (text, place) => {
    await using cli = await openCliRig();
    const file = join(cli.folder, 'faults.json');
    await writeFile(file, text);
    const { code, stderr } = await cli.run(['emulate', '--faults', file], { onOutput: stopWhenReady });
    expect(code).toBe(2);
    expect(stderr).toContain(file);
    expect(stderr).toContain(place);
  });
});
