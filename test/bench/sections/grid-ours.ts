import { performance } from 'node:perf_hooks';

import { z } from 'zod';

import { assetRefSchema } from '#core/run/asset.ts';
import { openAssetStore } from '#platform/assets/open-asset-store.ts';
import { makeImageWork } from '#platform/images/compose-grid.ts';

/** One sheet by Batchwork itself: `node grid-ours.ts FOLDER FORMAT CELL` for the assets that FOLDER/assets.json names. */
const [folder = '', format = 'png', cell = '0'] = process.argv.slice(2);
const { readFile } = await import('node:fs/promises');
const assets = z.array(assetRefSchema).parse(JSON.parse(await readFile(`${folder}/assets.json`, 'utf8')));
const store = await openAssetStore(folder);
const work = makeImageWork(store);
const start = performance.now();
await work.composeGrid(
  assets,
  {
    columns: 5,
    gap: 0,
    background: '#000000',
    cell: Number(cell),
    labels: false,
    format: z.enum(['png', 'jpeg', 'webp']).parse(format),
  },
  new AbortController().signal,
);
const ms = performance.now() - start;
process.stdout.write(`${JSON.stringify({ ms, peakMb: process.resourceUsage().maxRSS / 1024 })}\n`);
