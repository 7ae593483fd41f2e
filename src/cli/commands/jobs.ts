import type { RunSnapshot } from '#core/run/snapshot.ts';
import { readSettings } from '#platform/settings.ts';

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
}

/** Lists what is queued, unfinished, or waits for a person; with `--json` one object a line. */
export async function listJobs(options: { json?: boolean }): Promise<number> {
  const { runner } = await openRunner(readSettings(process.env), { ownOutput: false });
  try {
    const jobs = (await runner.unfinished()).flatMap(openJobs);
    for (const job of jobs) console.log(options.json === true ? JSON.stringify(job) : describeJob(job));
    if (jobs.length === 0 && options.json !== true) console.log('Nothing is unfinished.');
    return exitCodes.complete;
  } finally {
    await runner.close();
  }
}

function openJobs({ run, name, state, steps }: RunSnapshot): readonly OpenJob[] {
  const jobs = [...steps.values()].flatMap(({ node, jobs: out, held }): OpenJob[] => [
    ...held.map(({ attempt, failure }) => ({
      run,
      name,
      node,
      attempt,
      state: 'attention',
      message: failure.message,
    })),
    ...[...out.values()]
      .filter((job) => held.every(({ attempt }) => attempt !== job.attempt))
      .map(({ attempt, phase, reason }) => ({
        run,
        name,
        node,
        attempt,
        state: phase,
        message: reason ?? null,
      })),
  ]);
  return jobs.length > 0 ? jobs : [{ run, name, node: null, attempt: null, state, message: null }];
}

function describeJob({ run, name, node, attempt, state, message }: OpenJob): string {
  const place = node === null ? '' : `, ${node}`;
  const head = `${state === 'attention' ? 'waits for you' : state}: "${name}" (${run}${place})`;
  return [
    head,
    ...(message === null ? [] : [`  ${message}`]),
    ...(attempt === null || state !== 'attention'
      ? []
      : [`  npx batchwork resolve ${attempt} --request-id ID, or --release if it was not bought`]),
  ].join('\n');
}
