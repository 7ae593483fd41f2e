import type { Outcome, RunEvent } from '#core/run/event.ts';
import { readSettings } from '#platform/settings.ts';

import { exitCodeOf, exitCodes } from '../exit-code.ts';
import { openRunner } from '../open-runner.ts';
import { createReporter, type Reporter } from '../reporter.ts';
import { ServerGoneError, type Runner } from '../runner.ts';

/** From the best ending to the one that most wants a person to look. */
const severity: readonly Outcome[] = ['complete', 'cancelled', 'partial', 'failed', 'attention'];

/** Goes on with every unfinished run, also after a pause, and ends when all have; the exit code is that of the worst of them. */
export async function resume(options: { json?: boolean }): Promise<number> {
  const { runner, outputFolder } = await openRunner(readSettings(process.env), { ownOutput: false });
  try {
    if (await runner.isPaused()) {
      runner.goOn();
      console.error(
        runner.server === undefined
          ? 'The queue was paused; it goes on.'
          : `The queue of ${runner.server} is paused: nothing is bought until it goes on there.`,
      );
    }
    const runs = await runner.unfinished();
    const outcomes = await Promise.all(
      runs.map(({ run, seq, state }) =>
        state === 'attention'
          ? Promise.resolve(state)
          : follow(
              runner,
              { run, after: seq, outputFolder },
              createReporter({ json: options.json === true }),
            ),
      ),
    );
    if (runs.length === 0 && options.json !== true) console.log('Nothing is unfinished.');
    const worst = severity.findLast((outcome) => outcomes.includes(outcome));
    return worst === undefined ? exitCodes.complete : exitCodeOf(worst);
  } finally {
    await runner.close();
  }
}

async function follow(
  runner: Runner,
  { run, after, outputFolder }: { run: string; after: number; outputFolder: string },
  reporter: Reporter,
): Promise<Outcome> {
  let last: RunEvent | undefined;
  let estimateUsd: number | null = null;
  try {
    for await (const event of runner.events(run)) {
      if (event.type === 'run-start') estimateUsd = event.estimateUsd;
      if (event.seq <= after && event.type !== 'run-end') continue;
      last = event;
      if (event.seq > after) reporter.event(event);
      if (event.type !== 'run-end' || event.seq <= after) continue;
      reporter.end(event, { outputFolder, estimateUsd });
      return event.outcome;
    }
  } catch (error) {
    if (!(error instanceof ServerGoneError)) throw error;
    reporter.lost(error.message);
    return 'failed';
  }
  return last?.type === 'run-end' ? last.outcome : 'failed';
}
