import { randomBytes } from 'node:crypto';

import type { EstimateRequest } from '#core/api/estimate.ts';
import type { StartJob } from '#core/api/jobs.ts';
import { parseDocument } from '#core/document/parse.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DurableEngine } from '#core/durable/seam.ts';
import { assumedUsdPerImage } from '#core/model/image-model.ts';
import type { Catalog } from '#core/node/catalog.ts';
import type { Capabilities } from '#core/run/capabilities.ts';
import { isError, type Diagnostic } from '#core/run/diagnostic.ts';
import type { Estimate } from '#core/run/estimate.ts';
import { estimate } from '#engine/estimate.ts';
import { runKind } from '#engine/register.ts';
import { runInputSchema, type RunInput } from '#engine/run/run-input.ts';
import { validate } from '#engine/validate.ts';
import type { SpendReader } from '#platform/journal/budget.ts';
import type { RunNames } from '#platform/journal/run-names.ts';

import type { StartRunResult } from './host.ts';

export interface RunStarter {
  readonly durable: DurableEngine;
  readonly catalog: () => Catalog;
  readonly capabilities: Capabilities;
  readonly names: RunNames;
  /** Why this may not be spent, by the caps as they are now. */
  readonly refusal: SpendReader['refusal'];
}

type Priced = { readonly document: WorkflowDocument | undefined; readonly estimate: Estimate };

const refusal = (diagnostics: readonly Diagnostic[]): Estimate => ({
  usd: null,
  images: null,
  paidCalls: null,
  nodes: {},
  diagnostics: [...diagnostics],
});

/** Checks and prices a workflow on the way that every run goes; nothing paid is sent. */
export async function priceWorkflow(starter: RunStarter, request: EstimateRequest): Promise<Priced> {
  const { capabilities } = starter;
  const { definitions, descriptors } = starter.catalog();
  const parsed = parseDocument(request.workflow);
  if (!parsed.ok) return { document: undefined, estimate: refusal(parsed.diagnostics) };
  const { document } = parsed;
  const validation = validate(
    document,
    descriptors,
    request.targets === undefined ? {} : { targets: request.targets },
  );
  if (!validation.ok) return { document, estimate: refusal(validation.diagnostics) };
  const priced = await estimate(validation.workflow, {
    ...capabilities,
    definitions,
    policy: { override: request.provider, auto: capabilities.models.resolve('auto').provider },
    force: request.force ?? false,
    signal: AbortSignal.timeout(30_000),
  });
  const diagnostics = [
    ...validation.diagnostics.filter((each) => !isError(each)),
    ...priced.estimate.diagnostics,
  ];
  return { document, estimate: { ...priced.estimate, diagnostics } };
}

/** Starts a run: what is checked, priced and within the caps is committed, and only then is it answered. */
export async function startRun(
  starter: RunStarter,
  request: StartJob,
  idempotencyKey: string | undefined,
): Promise<StartRunResult> {
  const { durable, capabilities } = starter;
  const { digest, clock } = capabilities;
  const requestHash = digest(JSON.stringify(request));
  const id = idempotencyKey === undefined ? newRunId(clock.now()) : `k${digest(idempotencyKey).slice(0, 15)}`;
  const replayed = idempotencyKey === undefined ? undefined : await replay(durable, id, requestHash);
  if (replayed !== undefined) return replayed;
  const { document, estimate: priced } = await priceWorkflow(starter, request);
  if (document === undefined || priced.diagnostics.some(isError))
    return { type: 'refused', diagnostics: priced.diagnostics };
  const message = overCap(starter, { run: id, request, priced });
  if (message !== undefined) return { type: 'over-cap', message, estimate: priced };
  const input: RunInput = {
    document,
    force: request.force ?? false,
    auto: capabilities.models.resolve('auto').provider,
    estimateUsd: priced.usd,
    createdAt: clock.now(),
    requestHash,
    ...(request.targets === undefined ? {} : { targets: request.targets }),
    ...(request.provider === undefined ? {} : { override: request.provider }),
    ...(request.max_cost === undefined ? {} : { runCapUsd: request.max_cost }),
    ...(request.workflow_file === undefined ? {} : { workflowFile: request.workflow_file }),
  };
  starter.names.note({
    run: id,
    name: document.name,
    workflowFile: request.workflow_file,
    createdAt: input.createdAt,
  });
  const { created } = await durable.run(runKind, id, input);
  // Two starts with one key may meet here; the second one is answered with what the first one committed.
  if (!created) return (await replay(durable, id, requestHash)) ?? { type: 'key-reused' };
  return { type: 'started', run: id, created, diagnostics: priced.diagnostics };
}

/** Sorts by time, fits into file names, and is never used twice. */
const newRunId = (now: number): string => `${now.toString(36)}${randomBytes(4).toString('hex')}`;

async function replay(
  durable: DurableEngine,
  id: string,
  requestHash: string,
): Promise<StartRunResult | undefined> {
  const task = await durable.get(id);
  if (task === undefined) return undefined;
  return runInputSchema.parse(task.input).requestHash === requestHash
    ? { type: 'started', run: id, created: false, diagnostics: [] }
    : { type: 'key-reused' };
}

function overCap(
  { refusal }: RunStarter,
  { run, request, priced }: { run: string; request: StartJob; priced: Estimate },
): string | undefined {
  const usd =
    priced.usd ??
    Object.values(priced.nodes).reduce(
      (sum, node) => sum + (node.usd ?? (node.demo ? 0 : (node.images ?? 0) * assumedUsdPerImage)),
      0,
    );
  return refusal({ run, usd, assumed: priced.usd === null, runCapUsd: request.max_cost });
}
