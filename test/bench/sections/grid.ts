import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { z } from 'zod';

import type { AssetRef } from '#core/run/asset.ts';
import { openAssetStore } from '#platform/assets/open-asset-store.ts';

import { figure, ours, verdict } from '../figure.ts';
import { median } from '../measure.ts';
import { options } from '../options.ts';
import { runPeer, type PeerResult } from '../peers.ts';
import { runProcess } from '../run-process.ts';

const peers = [
  'sharp composite',
  'sharp join',
  'libvips command',
  '@napi-rs/canvas',
  'ImageMagick montage',
  'jimp',
];
const resultSchema = z.object({ ms: z.number(), peakMb: z.number() });
const { full, peerFolder } = options();
const rounds = full ? 5 : 3;
const peerTimeoutMs = full ? 240_000 : 40_000;
const sharpPath = import.meta.resolve('sharp');

/** A picture that is neither flat nor noise, different for each number. */
const paint = (side: number, number: number): Promise<Buffer> =>
  sharp({
    create: {
      width: side / 8,
      height: side / 8,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 60 + number * 9, sigma: 40 },
    },
  })
    .resize(side, side, { kernel: 'cubic' })
    .jpeg({ quality: 90 })
    .toBuffer();

async function ourSheet(folder: string, format: string): Promise<PeerResult & { peakMb: number }> {
  const results: { ms: number; peakMb: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { stdout, stderr, code } = await runProcess(process.execPath, [
      join(import.meta.dirname, 'grid-ours.ts'),
      folder,
      format,
    ]);
    if (code !== 0) throw new Error(stderr.slice(-400));
    results.push(resultSchema.parse(JSON.parse(stdout)));
  }
  return { ms: median(results.map(({ ms }) => ms)), peakMb: median(results.map(({ peakMb }) => peakMb)) };
}

for (const side of full ? [2048, 4096] : [2048]) {
  const folder = await mkdtemp(join(tmpdir(), 'batchwork-bench-grid-'));
  try {
    const store = await openAssetStore(folder);
    const assets: AssetRef[] = [];
    for (let number = 0; number < 15; number += 1) {
      const bytes = await paint(side, number);
      await writeFile(join(folder, `${number}.jpg`), bytes);
      assets.push(await store.put(bytes));
    }
    await writeFile(join(folder, 'assets.json'), JSON.stringify(assets));
    for (const format of ['jpeg', 'png', 'webp']) {
      // Such a sheet is larger than WebP can be.
      if (format === 'webp' && side * 5 > 16_383) continue;
      const row = `${side}² to ${format}`;
      const own = await ourSheet(folder, format);
      figure({ row, subject: ours, value: own.ms, unit: 'ms' });
      figure({ row, subject: ours, value: own.peakMb, unit: 'MB' });
      let fastest = Number.POSITIVE_INFINITY;
      for (const peer of peerFolder === undefined ? [] : peers) {
        const result = await runPeer(
          peerFolder ?? '',
          'grid.mjs',
          [peer, folder, side, format === 'jpeg' ? 'jpg' : format, sharpPath],
          peerTimeoutMs,
        );
        const place = { row, subject: peer };
        if (typeof result === 'string') figure({ ...place, value: null, unit: 'ms', note: result });
        else {
          fastest = Math.min(fastest, result.ms);
          figure({ ...place, value: result.ms, unit: 'ms' });
          if (result.peakMb !== undefined && !/command|montage/.test(peer))
            figure({ ...place, value: result.peakMb, unit: 'MB' });
        }
      }
      if (Number.isFinite(fastest))
        verdict({
          claim: `Grid, ${row}, against the fastest`,
          measured: `${(own.ms / fastest).toFixed(2)} ×`,
          bar: '≤ 1.2 ×',
          met: own.ms / fastest <= 1.2,
        });
      verdict({
        claim: `Grid, ${row}: peak memory`,
        measured: `${own.peakMb.toFixed(0)} MB`,
        bar: '≤ 250 MB',
        met: own.peakMb <= 250,
      });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
