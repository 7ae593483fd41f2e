import type { HeldAttempt } from '#core/api/attempts.ts';
import type { RunSnapshot } from '#core/run/snapshot.ts';
import { readSettings } from '#platform/settings.ts';

import { describeUsd } from '../describe-estimate.ts';
import { exitCodes } from '../exit-code.ts';
import { openRunner } from '../open-runner.ts';

/** One paid attempt that has not ended, or a run that has none out at the moment. */
interface OpenJob {
  readonly run: string;
  readonly name: string;
  readonly node: string | null;
  readonly attempt: string | null;
  /** A phase of the job, `attention` for one that waits for a person, or the state of the run. */
  readonly state: string;
  readonly message: string | null;
  /** USD; null where nobody knows. Of the attempt, or of the run where there is none. */
  readonly estimateUsd: number | null;
  /** Paid by the run so far. */
  readonly costUsd: number | null;
}

/** Lists what is queued, unfinished, or waits for a person; with `--json` one object a line. Starts nothing. */
export async function listJobs(options: { json?: boolean }): Promise<number> {
  const { runner } = await openRunner(readSettings(process.env), { ownOutput: false, onlyLooks: true });
  try {
    const [runs, held] = await Promise.all([runner.unfinished(), runner.held()]);
    const costs = new Map(runs.map(({ run, costUsd }) => [run, costUsd]));
    const jobs = [
      ...held.map((attempt) => heldJob(attempt, costs.get(attempt.run) ?? null)),
      ...runs.flatMap((run) => openJobs(run, held)),
    ];
    for (const job of jobs) console.log(options.json === true ? JSON.stringify(job) : describeJob(job));
    if (jobs.length === 0 && options.json !== true) console.log('Nothing is unfinished.');
    return exitCodes.complete;
  } finally {
    await runner.close();
  }
}

const heldJob = (
  { run, name, node, attempt, failure, estimateUsd }: HeldAttempt,
  costUsd: number | null,
): OpenJob => ({
  run,
  name,
  node,
  attempt,
  state: 'attention',
  message: failure.message,
  estimateUsd,
  costUsd,
});

function openJobs(snapshot: RunSnapshot, held: readonly HeldAttempt[]): readonly OpenJob[] {
  const { run, name, state, steps, estimateUsd, costUsd } = snapshot;
  const jobs = [...steps.values()].flatMap(({ node, jobs: out, submits }): OpenJob[] =>
    [...out.values()]
      .filter((job) => held.every(({ attempt }) => attempt !== job.attempt))
      .map(({ attempt, phase, reason }) => ({
        run,
        name,
        node,
        attempt,
        state: phase,
        message: reason ?? null,
        estimateUsd: submits.get(attempt)?.estimateUsd ?? null,
        costUsd,
      })),
  );
  if (jobs.length > 0 || held.some((attempt) => attempt.run === run)) return jobs;
  return [{ run, name, node: null, attempt: null, state, message: null, estimateUsd, costUsd }];
}

function describeJob(job: OpenJob): string {
  const { run, name, node, attempt, state, message, estimateUsd, costUsd } = job;
  const place = node === null ? '' : `, ${node}`;
  const head = `${state === 'attention' ? 'waits for you' : state}: "${name}" (${run}${place})`;
  return [
    head,
    `  estimate ${describeUsd(estimateUsd)}, paid by this run so far ${describeUsd(costUsd)}`,
    ...(message === null ? [] : [`  ${message}`]),
    ...(attempt === null || state !== 'attention'
      ? []
      : [
          `  npx batchwork resolve ${attempt} --request-id ID; or --release if it was not bought, --lost to give it up`,
        ]),
  ].join('\n');
}
