import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import sharp from 'sharp';
import { request } from 'undici';

import { openAssetStore } from '#platform/assets/open-asset-store.ts';
import { makeDownloader } from '#platform/network/downloader.ts';
import { openOutputStore } from '#platform/outputs/open-output-store.ts';

import { figure, ours, verdict } from '../figure.ts';
import { median } from '../measure.ts';
import { options } from '../options.ts';

const { full } = options();
const side = full ? 4096 : 2048;
const count = full ? 30 : 12;

/** As many different pictures as are fetched, so that none is known already. */
const paint = (number: number, format: 'jpeg' | 'png'): Promise<Buffer> =>
  sharp({
    create: {
      width: side / 8,
      height: side / 8,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 90 + number, sigma: 40 },
    },
  })
    .resize(side, side, { kernel: 'cubic' })
    .toFormat(format, format === 'png' ? { compressionLevel: 3 } : { quality: 90 })
    .toBuffer();

/** Streams the body into a file and makes it durable: what no way of saving can do without. */
async function plainStream(url: string, path: string): Promise<void> {
  const { body } = await request(url);
  await pipeline(body, createWriteStream(path));
  const file = await open(path, 'r+');
  await file.sync();
  await file.close();
}

/** Decodes a picture in full, which is the only proof that it is whole. */
async function decode(path: string): Promise<void> {
  await sharp(path, { failOn: 'truncated', sequentialRead: true }).raw().toBuffer();
}

for (const format of ['jpeg', 'png'] as const) {
  const folder = await mkdtemp(join(tmpdir(), 'batchwork-bench-save-'));
  const pictures: Buffer[] = [];
  for (let number = 0; number < count; number += 1) pictures.push(await paint(number, format));
  const server = createServer((asked, answer) => {
    const bytes = pictures[Number(asked.url?.slice(1))];
    if (bytes === undefined) answer.writeHead(404).end();
    else {
      answer.writeHead(200, { 'content-type': `image/${format}`, 'content-length': bytes.byteLength });
      Readable.from([bytes]).pipe(answer);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const assets = await openAssetStore(folder);
  const downloader = makeDownloader({ assets, trustedOrigins: new Set([origin]) });
  const outputs = openOutputStore({ outputFolder: join(folder, 'output'), dataFolder: folder, assets });
  try {
    const [plain, decoded, own]: [number[], number[], number[]] = [[], [], []];
    for (let number = 0; number < count; number += 1) {
      const url = `${origin}/${number}`;
      const path = join(folder, `plain-${number}`);
      const start = performance.now();
      await plainStream(url, path);
      const streamed = performance.now();
      await decode(path);
      const checked = performance.now();
      const asset = await downloader.download(url, 'local', new AbortController().signal);
      await outputs.publish({ asset, prefix: 'bench', format: 'original', key: `k${number}`, run: 'bench' });
      const ended = performance.now();
      // The first picture warms everything up.
      if (number === 0) continue;
      plain.push(streamed - start);
      decoded.push(checked - start);
      own.push(ended - checked);
    }
    const row = `${side}² ${format}`;
    const unit = 'ms';
    figure({ row, subject: 'plain stream to disk (limit)', value: median(plain), unit });
    figure({ row, subject: 'plain stream, then a full decode', value: median(decoded), unit });
    figure({ row, subject: ours, value: median(own), unit });
    const [byPlain, byDecoded] = [median(own) / median(plain), median(own) / median(decoded)];
    verdict({
      claim: `Save path, ${row}, against a plain stream to disk`,
      measured: `${byPlain.toFixed(1)} × (${byDecoded.toFixed(2)} × of a stream with a full decode)`,
      bar: '≤ 2 ×',
      met: byPlain <= 2,
    });
  } finally {
    await downloader.close();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
