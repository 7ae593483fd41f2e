import { randomBytes } from 'node:crypto';

import type { EstimateRequest } from '#core/api/estimate.ts';
import type { StartJob } from '#core/api/jobs.ts';
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
import type { SecretGuard } from '#platform/secret-guard.ts';

import type { StartRunOptions, StartRunResult } from './host.ts';
import { findKeyInRequest } from './key-in-request.ts';
import type { FindImage } from './named-images.ts';
import { takeWorkflow, type TakenWorkflow } from './take-workflow.ts';

export interface RunStarter {
  readonly guard: SecretGuard;
  readonly durable: DurableEngine;
  readonly catalog: () => Catalog;
  readonly capabilities: Capabilities;
  readonly findImage: FindImage;
  readonly queueLength: () => number;
  readonly queueLimit: number;
  readonly names: RunNames;
  /** Hears of every run before it starts. */
  readonly own: (run: string) => void;
  /** Why this may not be spent, by the caps as they are now. */
  readonly refusal: SpendReader['refusal'];
}

type Priced = {
  readonly taken: Extract<TakenWorkflow, { ok: true }> | undefined;
  /** Places in it are named by the ids that the sender knows. */
  readonly estimate: Estimate;
};

const refusal = (diagnostics: readonly Diagnostic[]): Estimate => ({
  usd: null,
  images: null,
  paidCalls: null,
  nodes: {},
  diagnostics: [...diagnostics],
});

/** Checks and prices a workflow on the way that every run goes; nothing paid is sent. */
export async function priceWorkflow(starter: RunStarter, request: EstimateRequest): Promise<Priced> {
  const { capabilities, guard } = starter;
  const { definitions, descriptors } = starter.catalog();
  const key = findKeyInRequest(guard, request);
  if (key !== undefined) return { taken: undefined, estimate: refusal([key]) };
  const taken = await takeWorkflow(request.workflow, { catalog: descriptors, findImage: starter.findImage });
  if (!taken.ok) return { taken: undefined, estimate: refusal(taken.diagnostics) };
  const asSent = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
    diagnostics.map((each) => ({ ...each, node: sentId(taken.nodeIds, each.node) }));
  const targets = targetsOf(request.targets, taken.nodeIds);
  const validation = validate(taken.document, descriptors, targets === undefined ? {} : { targets });
  if (!validation.ok) return { taken, estimate: refusal(asSent(validation.diagnostics)) };
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
  return { taken, estimate: { ...priced.estimate, diagnostics: asSent(diagnostics) } };
}

type NodeIds = Readonly<Record<string, string>>;

const sentId = (nodeIds: NodeIds, node: string | undefined): string | undefined =>
  node === undefined ? undefined : (nodeIds[node] ?? node);

/** Nodes of the document that the nodes named in the request stand for. */
function targetsOf(targets: readonly string[] | undefined, nodeIds: NodeIds): string[] | undefined {
  if (targets === undefined) return undefined;
  const wanted = new Set(targets);
  const renamed = Object.entries(nodeIds).filter(([, sent]) => wanted.has(sent));
  const standIns = new Set(renamed.map(([, sent]) => sent));
  return [...renamed.map(([node]) => node), ...targets.filter((target) => !standIns.has(target))];
}

/** Starts a run: what is checked, priced and within the caps is committed, and only then is it answered. */
export async function startRun(
  starter: RunStarter,
  request: StartJob,
  { idempotencyKey, prompt }: StartRunOptions = {},
): Promise<StartRunResult> {
  const { durable, capabilities } = starter;
  const { digest, clock } = capabilities;
  const requestHash = digest(JSON.stringify(prompt?.body ?? request));
  const chosenId =
    prompt?.id ?? (idempotencyKey === undefined ? undefined : `k${digest(idempotencyKey).slice(0, 15)}`);
  const id = chosenId ?? newRunId(clock.now());
  const replayed = chosenId === undefined ? undefined : await replay(durable, id, requestHash);
  if (replayed !== undefined) return replayed;
  if (starter.queueLength() >= starter.queueLimit)
    return {
      type: 'queue-full',
      message: `${starter.queueLimit} runs wait already. Try again when some of them have ended.`,
    };
  const keyBeside =
    prompt === undefined ? undefined : findKeyInRequest(starter.guard, { workflow: prompt.origin });
  if (keyBeside !== undefined) return { type: 'refused', diagnostics: [keyBeside] };
  const { taken, estimate: priced } = await priceWorkflow(starter, request);
  if (taken === undefined || priced.diagnostics.some(isError))
    return { type: 'refused', diagnostics: priced.diagnostics };
  const message = overCap(starter, { run: id, request, priced });
  if (message !== undefined) return { type: 'over-cap', message, estimate: priced };
  const { document, submitted, nodeIds } = taken;
  const targets = targetsOf(request.targets, nodeIds);
  const input: RunInput = {
    document,
    force: request.force ?? false,
    auto: capabilities.models.resolve('auto').provider,
    estimateUsd: priced.usd,
    createdAt: clock.now(),
    requestHash,
    ...(targets === undefined ? {} : { targets }),
    ...(submitted === undefined ? {} : { submitted }),
    ...(Object.keys(nodeIds).length === 0 ? {} : { nodeIds }),
    ...(prompt === undefined ? {} : { prompt: prompt.origin }),
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
  starter.own(id);
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
