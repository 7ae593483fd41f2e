import { readFile } from 'node:fs/promises';

import type { EstimateRequest } from '#core/api/estimate.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { ProviderId } from '#core/model/image-model.ts';
import { isError, type Diagnostic } from '#core/run/diagnostic.ts';
import { readSettings } from '#platform/settings.ts';

import { describeEstimate } from '../describe-estimate.ts';
import { exitCodeOf, exitCodes, UsageError } from '../exit-code.ts';
import { applySettings, loadWorkflow, tellImport } from '../load-workflow.ts';
import { openRunner } from '../open-runner.ts';
import { createReporter, type Refusal, type Reporter } from '../reporter.ts';
import { ServerGoneError, type Runner } from '../runner.ts';

export interface RunOptions {
  readonly set: readonly string[];
  readonly provider?: ProviderId;
  readonly data?: string;
  readonly output?: string;
  readonly maxCost?: number;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Runs a workflow file to its end and answers with the exit code. */
export async function run(file: string, options: RunOptions): Promise<number> {
  const reporter = createReporter({ json: options.json === true });
  const settings = readSettings(process.env, { dataFolder: options.data, outputFolder: options.output });
  const loaded = await loadWorkflow(file);
  if (!loaded.ok) return refuse(reporter, loaded.diagnostics);
  tellImport(loaded.report, options);
  const { runner, outputFolder } = await openRunner(settings, {
    ownOutput: options.output !== undefined,
    onlyLooks: options.dryRun === true,
  });
  try {
    const document = await applySettings(loaded.document, options.set, {
      catalog: await runner.descriptors(),
      loadImage: async (path) => ({ ...(await runner.putImage(await readImage(path))) }),
    });
    return options.dryRun === true
      ? await price(runner, document, { options, reporter })
      : await runToEnd(runner, document, { options, reporter, outputFolder });
  } finally {
    await runner.close();
  }
}

async function readImage(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(path));
  } catch {
    throw new UsageError(`The image ${path} cannot be read.`);
  }
}

function refuse(reporter: Reporter, diagnostics: readonly Diagnostic[]): number {
  reporter.diagnostics(diagnostics);
  reporter.notRun(diagnostics.filter(isError).map(({ code, message, node }) => ({ code, message, node })));
  return exitCodes.usage;
}

const request = (document: WorkflowDocument, options: RunOptions) => ({
  workflow: { ...document },
  ...(options.provider === undefined ? {} : { provider: options.provider }),
  ...(options.force === true ? { force: true } : {}),
});

async function price(
  runner: Runner,
  document: WorkflowDocument,
  { options, reporter }: { options: RunOptions; reporter: Reporter },
): Promise<number> {
  const estimate = await runner.estimate(request(document, options));
  reporter.diagnostics(estimate.diagnostics);
  if (options.json === true) console.log(JSON.stringify({ type: 'estimate', ...estimate }));
  else if (!estimate.diagnostics.some(isError)) console.log(describeEstimate(estimate));
  return estimate.diagnostics.some(isError) ? exitCodes.usage : exitCodes.complete;
}

/** Why a run would wait for ever; undefined when it would not. */
async function findPause(runner: Runner, workflow: EstimateRequest): Promise<Refusal | undefined> {
  if (!(await runner.isPaused())) return undefined;
  if (runner.server !== undefined) {
    console.error(`The queue of ${runner.server} is paused: nothing is bought until it goes on there.`);
    return undefined;
  }
  const { paidCalls, diagnostics } = await runner.estimate(workflow);
  // What costs nothing is not held up, and what is refused is refused anyway.
  if (paidCalls === 0 || diagnostics.some(isError)) return undefined;
  const message = 'The queue is paused, so nothing is bought. "batchwork resume" lets it go on.';
  return { code: 'queue-paused', message, node: undefined };
}

async function runToEnd(
  runner: Runner,
  document: WorkflowDocument,
  { options, reporter, outputFolder }: { options: RunOptions; reporter: Reporter; outputFolder: string },
): Promise<number> {
  const paused = await findPause(runner, request(document, options));
  if (paused !== undefined) {
    reporter.notRun([paused]);
    return exitCodes.failed;
  }
  const started = await runner.startRun({
    ...request(document, options),
    ...(options.maxCost === undefined ? {} : { max_cost: options.maxCost }),
  });
  switch (started.type) {
    case 'refused':
      return refuse(reporter, started.diagnostics);
    case 'over-cap':
      reporter.notRun([{ code: 'over-cap', message: started.message, node: undefined }]);
      return exitCodes.overCap;
    case 'queue-full':
      reporter.notRun([{ code: 'rate-limited', message: started.message, node: undefined }]);
      return exitCodes.failed;
    case 'key-reused':
      throw new Error('A run without an idempotency key cannot meet another one.');
    case 'started':
      reporter.diagnostics(started.diagnostics);
  }
  let ended = false;
  let estimateUsd: number | null = null;
  const stop = (): void => {
    if (ended) return;
    reporter.stopping();
    runner.cancelRun(started.run).catch((error: unknown) => {
      // That the server is gone is told where its events end.
      if (runner.server === undefined) throw error;
    });
    // A second signal does not wait. What was sent is journalled and collected by the next run on this data folder.
    process.once('SIGINT', () => process.exit(exitCodes.cancelled));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    for await (const event of runner.events(started.run)) {
      reporter.event(event);
      if (event.type === 'run-start') estimateUsd = event.estimateUsd;
      if (event.type !== 'run-end') continue;
      ended = true;
      reporter.end(event, { outputFolder, estimateUsd });
      return exitCodeOf(event.outcome);
    }
  } catch (error) {
    if (!(error instanceof ServerGoneError)) throw error;
    reporter.lost(error.message);
  }
  return exitCodes.failed;
}
