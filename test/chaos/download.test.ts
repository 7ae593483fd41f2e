import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import { openAssetStore } from '#platform/assets/open-asset-store.ts';
import { nothingWasSent } from '#providers/unsent.ts';
import { openHostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf, ofType } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';

import { runUnderFaults, whole, type Expected } from './chaos-case.ts';

const flat = (format: 'webp' | 'jpeg' | 'png', width: number): Promise<Buffer> =>
  sharp({ create: { width, height: width, channels: 3, background: '#000' } })
    .toFormat(format)
    .toBuffer();
const webp = await flat('webp', 48);
const black = await flat('jpeg', 48);
const bomb = await flat('png', 10_100);
const bytes = (data: Buffer, headers: object = {}): object => ({
  kind: 'bytes',
  base64: data.toString('base64'),
  headers,
});
const media = (fault: object, times: number | 'always' = 1, more: object = {}): object => ({
  match: { call: 'media' },
  times,
  fault,
  ...more,
});
const http = (status: number): object => ({ kind: 'http', status });
const redirect = (location: string): object => ({ kind: 'http', status: 302, headers: { location } });

const lost: Expected = { ...whole, outcome: 'failed', images: 0, code: 'download-failed' };
const blocked: Expected = { ...lost, code: 'blocked-destination' };
/** Bytes came whole, though they are not those that were drawn. */
const replaced = whole;

/** Row, fault, what becomes of it; last, whether the fault leaves nobody a way to get what was drawn. */
const rows: readonly (readonly [string, object, Expected, brokenForGood?: boolean])[] = [
  ['F41 403 of an expired address', media(http(403), 2), whole],
  ['F41 410 of an expired address', media(http(410), 2), whole],
  ['F41 404 for ever', media(http(404), 'always'), lost, true],
  ['F42 cut in the middle', media({ kind: 'cut' }, 2, { phase: 'within' }), whole],
  ['F42 reset before anything', media({ kind: 'cut', reset: true }, 2), whole],
  ['F43 a slow body', media({ kind: 'drip', ms: 5, bytes: 400 }), whole],
  [
    'F45 a gzip bomb',
    media(bytes(gzipSync(Buffer.alloc(20_000_000)), { 'content-encoding': 'gzip' }), 'always'),
    lost,
    true,
  ],
  ['F46 truncated, twice', media({ kind: 'truncate', share: 0.6 }, 2), whole],
  ['F46 truncated for ever', media({ kind: 'truncate', share: 0.6 }, 'always'), lost, true],
  ['F47 another type under the same name', media(bytes(webp), 'always'), replaced, true],
  ['F47 SVG', media(bytes(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'always'), lost, true],
  ['F48 a pixel bomb', media(bytes(bomb), 'always'), lost, true],
  ['F49 a black image', media(bytes(black)), replaced, true],
  ['F35 the same bytes at every place', media(bytes(black), 'always'), replaced, true],
  ['F50 no bytes', media(bytes(Buffer.alloc(0)), 2), whole],
  ['F51 a redirect to this machine', media(redirect('http://127.0.0.1:9/x'), 'always'), blocked, true],
  [
    'F51 a redirect to a cloud’s metadata',
    media(redirect('http://169.254.169.254/'), 'always'),
    blocked,
    true,
  ],
  ['F54 a web page that asks to wait', media({ kind: 'html' }, 2), whole],
];

describe.each(['runcomfy', 'wavespeed'] as const)('%s', (provider) => {
  test.for(rows)('%s', async ([_row, rule, expected, brokenForGood = false]) => {
    expect(await runUnderFaults({ provider, rules: [rule], brokenForGood })).toMatchObject(expected);
  });
});

test('F49 a black image is published, flagged and told; nothing is drawn again', async () => {
  await using rig = await openHostRig();
  await rig.fault(media(bytes(black)));
  const events = await rig.run(starter('runcomfy'));
  const told = expect.stringMatching(
    /^Image [123] of 3 is one plain colour\. It is kept and paid for; nothing was drawn again\.$/,
  );
  expect(endOf(events)).toMatchObject({ outcome: 'complete', images: 3, failures: [] });
  expect(endOf(events).files).toHaveLength(4);
  expect(ofType(events, 'item-warning').map(({ message }) => message)).toContainEqual(told);
  const flags = ofType(events, 'asset-add').map(({ blank }) => blank);
  expect(flags.filter((blank) => blank === true)).toHaveLength(1);
  // What is known already is told as it was.
  const again = await rig.run(starter('runcomfy'));
  expect(ofType(again, 'item-warning').map(({ message }) => message)).toContainEqual(told);
  expect(ofType(again, 'asset-add').map(({ blank }) => blank)).toEqual(flags);
  expect(await accepted(rig)).toHaveLength(1);
});

test('F44 a body without end is given up at the limit and leaves nothing', async () => {
  const folder = join(tmpdir(), `batchwork-endless-${process.pid}`);
  const assets = await openAssetStore(folder);
  const chunk = new Uint8Array(4 * 1024 * 1024);
  const endless = async function* endless() {
    for (;;) yield chunk;
  };
  await expect(assets.putStream(endless(), { keepRejected: true })).rejects.toThrow(/larger than 256 MiB/);
  expect(await readdir(join(folder, 'staging'))).toEqual([]);
  await rm(folder, { recursive: true });
});

test('F46 what was paid for and does not decode stays within reach', async () => {
  await using rig = await openHostRig();
  await rig.fault(media({ kind: 'truncate', share: 0.6 }, 'always'));
  expect(endOf(await rig.run(starter('runcomfy'))).outcome).toBe('failed');
  expect(await readdir(join(rig.folder, 'data', 'rejected'))).toHaveLength(3);
});

test('F51 nobody is connected to at a blocked address', async () => {
  let connections = 0;
  const server = createServer().on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const rules = [media(redirect(`http://127.0.0.1:${port}/x`), 'always')];
  expect(await runUnderFaults({ provider: 'runcomfy', rules, brokenForGood: true })).toMatchObject(blocked);
  expect(connections).toBe(0);
  server.close();
});

test.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'DEPTH_ZERO_SELF_SIGNED_CERT'])(
  'F52 a certificate that is not right (%s) stops the order before a byte is out',
  (code) => {
    const cause = Object.assign(new Error('certificate'), { code });
    expect(nothingWasSent(new TypeError('fetch failed', { cause }))).toBe(true);
  },
);

test('F53 images inside the answer', async () => {
  const data = `data:image/jpeg;base64,${black.toString('base64')}`;
  const fault = { kind: 'edit', set: { 'data.outputs': [data, data, data] } };
  const rules = [{ match: { call: 'result' }, times: 'always', fault }];
  expect(await runUnderFaults({ provider: 'wavespeed', rules, brokenForGood: true })).toMatchObject(replaced);
});
