import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Line } from './figure.ts';
import { installPeers } from './peers.ts';
import { printSection, renderReport, type Measured } from './report.ts';
import { runProcess } from './run-process.ts';
import { sections } from './sections.ts';

/**
 * `npm run bench` measures every section in a process of its own, prints its table, and writes a report with plots.
 * `-- --full` takes the long way, `-- engine grid` measures these sections only. Nothing is asserted.
 */
const parameters = process.argv.slice(2);
const full = parameters.includes('--full');
const wanted = parameters.filter((each) => !each.startsWith('--'));
const unknown = wanted.filter((each) => !sections.some(({ id }) => id === each));
if (unknown.length > 0) {
  console.error(
    `There is no section ${unknown.join(', ')}; there are ${sections.map(({ id }) => id).join(', ')}.`,
  );
  process.exit(2);
}

const peerFolder = await installPeers();
const measured: Measured[] = [];
for (const section of sections) {
  if (wanted.length > 0 && !wanted.includes(section.id)) continue;
  const lines: Line[] = [];
  const { code, stderr } = await runProcess(
    process.execPath,
    [...(section.flags ?? []), join(import.meta.dirname, 'sections', section.file)],
    {
      env: {
        ...process.env,
        BENCH_FULL: full ? '1' : '0',
        ...(peerFolder === undefined ? {} : { BENCH_PEERS: peerFolder }),
      },
      onLine: (line) => lines.push(JSON.parse(line) as Line),
    },
  );
  const result: Measured = { section, lines, ...(code === 0 ? {} : { trouble: stderr.slice(-500) }) };
  measured.push(result);
  console.log(printSection(result));
}
const folder = join(import.meta.dirname, '../../node_modules/.cache/bench');
await mkdir(folder, { recursive: true });
const report = join(folder, 'report.md');
for (const { name, text } of renderReport(measured)) await writeFile(join(folder, name), text);
console.log(`Report: ${report}`);
if (measured.some(({ trouble }) => trouble !== undefined)) process.exitCode = 1;
