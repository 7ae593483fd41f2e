import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { FailureError, StorageError, type Failure } from '#core/run/failure.ts';
import { openAssetStore, type LocalAssetStore } from '#platform/assets/open-asset-store.ts';
import { makeDownloader, type DownloaderOptions } from '#platform/network/downloader.ts';

let data: string;
let assets: LocalAssetStore;
let servers: Server[];
let closers: (() => Promise<void>)[];
let picture: Buffer;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'batchwork-'));
  assets = await openAssetStore(data);
  servers = [];
  closers = [];
  picture = await sharp({
    create: {
      width: 200,
      height: 100,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    .jpeg()
    .toBuffer();
});
afterEach(async () => {
  await Promise.all(closers.map((close) => close()));
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(data, { recursive: true });
});

/** A web server on this machine that counts its connections. */
async function serve(
  listener: RequestListener,
): Promise<{ origin: string; seen: IncomingMessage[]; connections: () => number }> {
  const seen: IncomingMessage[] = [];
  let connections = 0;
  const server = createServer((incoming, outgoing) => {
    seen.push(incoming);
    listener(incoming, outgoing);
  });
  server.on('connection', () => (connections += 1));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { origin: `http://127.0.0.1:${address.port}`, seen, connections: () => connections };
}

function downloader(trusted: readonly string[], options: Partial<DownloaderOptions> = {}) {
  const made = makeDownloader({ assets, trustedOrigins: new Set(trusted), ...options });
  closers.push(() => made.close());
  return made;
}

const never = new AbortController().signal;

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof FailureError)) throw new Error(`a FailureError was expected, not ${String(error)}`);
  return error.failure;
}

test('an image is fetched once, without a key, and stored byte for byte', async () => {
  // The content type lies; the bytes tell.
  const { origin, seen } = await serve((_incoming, outgoing) =>
    outgoing.writeHead(200, { 'content-type': 'text/plain' }).end(picture),
  );
  const asset = await downloader([origin]).download(`${origin}/a.png?signature=1`, 'local', never);
  expect(asset).toMatchObject({
    mediaType: 'image/jpeg',
    width: 200,
    height: 100,
    byteLength: picture.length,
  });
  expect(Buffer.from(await assets.read(asset))).toEqual(picture);
  expect(seen).toHaveLength(1);
  expect(seen[0]?.url).toBe('/a.png?signature=1');
  expect(seen[0]?.headers.authorization).toBeUndefined();
  expect(seen[0]?.headers['accept-encoding']).toBe('identity');
});

test('credentials in the address are not sent', async () => {
  const { origin, seen } = await serve((_incoming, outgoing) => outgoing.end(picture));
  await downloader([origin]).download(origin.replace('http://', 'http://user:secret@'), 'local', never);
  expect(seen[0]?.headers.authorization).toBeUndefined();
});

test('a redirect within the origin is followed, one out of it is not', async () => {
  const other = await serve((_incoming, outgoing) => outgoing.end(picture));
  const { origin } = await serve((incoming, outgoing) => {
    if (incoming.url === '/here') outgoing.writeHead(302, { location: '/image' }).end();
    else if (incoming.url === '/there') outgoing.writeHead(302, { location: `${other.origin}/image` }).end();
    else if (incoming.url === '/round') outgoing.writeHead(302, { location: '/round' }).end();
    else outgoing.end(picture);
  });
  // The other origin is trusted as well, and still no redirect leads there.
  const images = downloader([origin, other.origin]);
  expect((await images.download(`${origin}/here`, 'local', never)).width).toBe(200);
  expect((await failureOf(images.download(`${origin}/there`, 'local', never))).code).toBe(
    'blocked-destination',
  );
  expect(other.connections()).toBe(0);
  expect((await failureOf(images.download(`${origin}/round`, 'local', never))).code).toBe('download-failed');
});

test.each([403, 404, 410, 429, 500, 503])('an answer of %i is told with its number', async (status) => {
  const { origin } = await serve((_incoming, outgoing) => outgoing.writeHead(status).end('no'));
  const failure = await failureOf(downloader([origin]).download(origin, 'runcomfy', never));
  expect(failure).toMatchObject({
    code: 'download-failed',
    httpStatus: status,
    charged: 'yes',
    provider: 'runcomfy',
    retryable: status === 429 || status >= 500,
  });
});

test.each([
  ['cut in the middle', (bytes: Buffer) => bytes.subarray(0, 3000)],
  ['a page', () => Buffer.from('<html>please wait</html>')],
  ['empty', () => Buffer.alloc(0)],
])('a body that is %s is no image and may be tried again', async (_name, change) => {
  const { origin } = await serve((_incoming, outgoing) => outgoing.end(change(picture)));
  const failure = await failureOf(downloader([origin]).download(origin, 'runcomfy', never));
  expect(failure).toMatchObject({ code: 'download-failed', retryable: true });
  expect(await readdir(join(data, 'staging'))).toEqual([]);
});

test('a connection that breaks off publishes nothing', async () => {
  const { origin } = await serve((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-length': String(picture.length) });
    outgoing.write(picture.subarray(0, 500), () => outgoing.destroy());
  });
  const failure = await failureOf(downloader([origin]).download(origin, 'local', never));
  expect(failure).toMatchObject({ code: 'download-failed', retryable: true, charged: 'no' });
  expect(await readdir(data)).toEqual(['staging']);
});

test('a body that is announced as too large is not read', async () => {
  const { origin } = await serve((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-length': String(300 * 1024 * 1024) });
    outgoing.write('x');
  });
  expect((await failureOf(downloader([origin]).download(origin, 'local', never))).message).toContain(
    'too large',
  );
});

test('a body that drips is given up', async () => {
  const { origin } = await serve((_incoming, outgoing) => {
    outgoing.writeHead(200);
    const drip = setInterval(() => outgoing.write('x'), 5);
    outgoing.on('close', () => clearInterval(drip));
  });
  const failure = await failureOf(
    downloader([origin], { slowest: { bytes: 1_000_000, windowMs: 200 } }).download(origin, 'local', never),
  );
  expect(failure).toMatchObject({ code: 'download-failed', retryable: true });
});

test('a cancelled download ends with the reason', async () => {
  const controller = new AbortController();
  const reason = new Error('cancelled');
  const { origin } = await serve((_incoming, outgoing) => {
    outgoing.writeHead(200);
    outgoing.write('x');
    controller.abort(reason);
  });
  await expect(downloader([origin]).download(origin, 'local', controller.signal)).rejects.toBe(reason);
});

describe('a destination that is neither public nor configured is blocked before any connection', () => {
  test.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://0x7f000001:PORT/',
    'http://2130706433:PORT/',
    'http://127.1:PORT/',
    'http://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fe80::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://10.0.0.1/',
    'https://192.168.1.1/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'data:image/png;base64,AAAA',
    'not a url',
    'http://metadata.internal/',
    'http://public.example:8080/',
  ])('%s', async (url) => {
    const { origin, connections } = await serve((_incoming, outgoing) => outgoing.end(picture));
    const images = downloader([], {
      resolve: (_name, _options, answer) => answer(null, [{ address: '127.0.0.1', family: 4 }]),
    });
    const failure = await failureOf(
      images.download(url.replace('PORT', new URL(origin).port), 'runcomfy', never),
    );
    expect(failure).toMatchObject({ code: 'blocked-destination', retryable: false });
    expect(connections()).toBe(0);
  });

  test('also when one of its ports is configured', async () => {
    const configured = await serve((_incoming, outgoing) => outgoing.end(picture));
    const other = await serve((_incoming, outgoing) => outgoing.end(picture));
    const images = downloader([configured.origin]);
    expect((await failureOf(images.download(other.origin, 'local', never))).code).toBe('blocked-destination');
    expect(other.connections()).toBe(0);
  });
});

test.each(['EMFILE', 'ENFILE'])(
  'F58 without a file to spare (%s) a download is trouble of this machine, which is waited for, and then it comes',
  async (code) => {
    const { origin } = await serve((_incoming, outgoing) => outgoing.end(picture));
    const none = Object.assign(new Error('too many open files'), { code });
    const blind = downloader([], { resolve: (_name, _options, answer) => answer(none, []) });
    await expect(blind.download('http://images.example/a.png', 'runcomfy', never)).rejects.toThrow(
      StorageError,
    );
    expect((await downloader([origin]).download(origin, 'runcomfy', never)).width).toBe(200);
  },
);
