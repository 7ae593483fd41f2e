import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { figure, ours, verdict } from '../figure.ts';
import { median } from '../measure.ts';
import { runProcess } from '../run-process.ts';

const rounds = 7;
const command = join(import.meta.dirname, '../../../src/cli/bin/batchwork.js');
const folder = await mkdtemp(join(tmpdir(), 'batchwork-bench-'));
const env = {
  ...process.env,
  BATCHWORK_DATA: join(folder, 'data'),
  BATCHWORK_CONFIG: join(folder, 'config'),
  RUNCOMFY_TOKEN: '',
  WAVESPEED_API_KEY: '',
};

/** Median in ms until the first line of output, and until the end. */
async function measure(parameters: readonly string[]): Promise<{ first: number; end: number }> {
  const firsts: number[] = [];
  const ends: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const start = performance.now();
    let first: number | undefined;
    const { code, stderr } = await runProcess(process.execPath, parameters, {
      env,
      onLine: () => (first ??= performance.now() - start),
    });
    if (code !== 0) throw new Error(stderr.slice(-300));
    const end = performance.now() - start;
    if (round < 0) continue;
    firsts.push(first ?? end);
    ends.push(end);
  }
  return { first: median(firsts), end: median(ends) };
}

try {
  const tellMs = (subject: string, row: string, value: number): unknown =>
    figure({ row, subject, value, unit: 'ms' });
  const bare = await measure(['-e', '0']);
  tellMs('node -e 0 (limit)', 'whole process', bare.end);
  const nodes = await measure([command, 'nodes']);
  tellMs(`${ours} nodes`, 'whole process', nodes.end);
  const template = join(import.meta.dirname, '../../../public/templates/storyboard-starter.json');
  const check = await measure([command, 'check', template]);
  tellMs(`${ours} check`, 'whole process', check.end);
  const run = await measure([command, 'run', template, '--json']);
  tellMs(`${ours} run, first event`, 'to the first line', run.first);
  verdict({
    claim: 'Command line: start to the first event of a run',
    measured: `${run.first.toFixed(0)} ms`,
    bar: '≤ 500 ms',
    met: run.first <= 500,
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
