import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { figure, ours, verdict } from '../figure.ts';

const folder = join(import.meta.dirname, '../../../dist/editor');
const page = await readFile(join(folder, 'index.html'), 'utf8');
const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].flatMap(([, path]) =>
  path === undefined ? [] : [path],
);
let bytes = gzipSync(page).byteLength;
for (const file of files) bytes += gzipSync(await readFile(join(folder, file)), { level: 9 }).byteLength;
const kilobytes = bytes / 1000;
// React, React Flow, zustand and zod alone, as measured once with the same bundler.
figure({ row: 'gzip', subject: 'React, React Flow, zustand, zod (limit)', value: 153, unit: 'kB' });
figure({ row: 'gzip', subject: ours, value: kilobytes, unit: 'kB' });
verdict({
  claim: 'First load of the editor',
  measured: `${kilobytes.toFixed(0)} kB`,
  bar: '≤ 220 kB',
  met: kilobytes <= 220,
});
