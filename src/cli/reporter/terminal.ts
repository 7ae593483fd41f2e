import { styleText } from 'node:util';

import { emptySnapshot, reduceRun, type RunSnapshot, type StepSnapshot } from '#core/run/snapshot.ts';

import { describeUsd } from '../describe-estimate.ts';
import { plainText } from '../plain-text.ts';
import type { Reporter } from '../reporter.ts';
import { createLineReporter, describeEvent } from './lines.ts';

const barWidth = 24;

/** For a person at a terminal: events that stay, and below them one line that is redrawn. */
export function createTerminalReporter(): Reporter {
  const lines = createLineReporter();
  let snapshot: RunSnapshot | undefined;
  const clear = (): void => {
    process.stdout.write('\r\u001B[2K');
  };
  return {
    ...lines,
    event: (event) => {
      snapshot = reduceRun(snapshot ?? emptySnapshot(event.run), event);
      const line = describeEvent(event);
      clear();
      if (line !== undefined) console.log(plainText(line));
      if (event.type === 'run-end') return;
      process.stdout.write(drawProgress(snapshot, process.stdout.columns || 80));
    },
    lost: (message) => {
      clear();
      lines.lost(message);
    },
    stopping: () => {
      clear();
      lines.stopping();
    },
  };
}

/** The line as it fits: cut first and coloured then, so that no colour is cut off in its middle. */
function drawProgress(snapshot: RunSnapshot, columns: number): string {
  const line = plainText(describeProgress(snapshot)).slice(0, columns - 1);
  const bar = /^█*/.exec(line)?.[0] ?? '';
  return styleText('cyan', bar) + line.slice(bar.length);
}

/** `█████░░░░░ 3/7 nodes · 2/6 images · $0.08 · generate: drawing` */
export function describeProgress(snapshot: RunSnapshot): string {
  const steps = [...snapshot.steps.values()];
  const done = steps.filter(({ endedAt }) => endedAt !== undefined).length;
  const asked = steps
    .flatMap(({ jobs }) => [...jobs.values()])
    .reduce((sum, job) => sum + (job.asked ?? 0), 0);
  const landed = steps
    .filter(({ jobs }) => jobs.size > 0)
    .reduce((sum, { images }) => sum + images.length, 0);
  const filled = steps.length === 0 ? 0 : Math.round((done / steps.length) * barWidth);
  const current = steps.find(({ state }) => state === 'running');
  return [
    `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${done}/${steps.length} nodes`,
    ...(asked > 0 ? [`${landed}/${asked} images`] : []),
    describeUsd(snapshot.costUsd),
    ...(current === undefined ? [] : [`${current.node}: ${describeStep(current)}`]),
  ].join(' · ');
}

function describeStep({ jobs, progress }: StepSnapshot): string {
  const [job] = jobs.values();
  if (job === undefined) return progress?.message ?? 'running';
  if (job.phase === 'queued')
    return job.position === undefined ? 'queued' : `queued in place ${job.position}`;
  if (job.phase === 'waiting') return job.reason ?? 'waiting';
  return job.phase === 'downloading' ? `downloading ${job.delivered ?? 0} of ${job.asked ?? '?'}` : job.phase;
}
