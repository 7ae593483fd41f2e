import type { TaskBody, TaskContext } from '#core/durable/seam.ts';
import type { Catalog } from '#core/node/catalog.ts';
import type { NodeContext } from '#core/node/context.ts';
import type { AnyValues, NodeDefinition } from '#core/node/define-node.ts';
import type { AssetRef } from '#core/run/asset.ts';
import type { Capabilities } from '#core/run/capabilities.ts';
import type { Outcome } from '#core/run/event.ts';
import { FailureError, toFailure, type Failure } from '#core/run/failure.ts';

import { fingerprintExecution } from '../fingerprint.ts';
import { seedsByImage } from '../lineage.ts';
import { readOutputs } from '../outputs.ts';
import type { LaneGate } from '../purchase/lane-gate.ts';
import { purchase } from '../purchase/purchase.ts';
import { untilStored } from '../purchase/stored.ts';
import { resolveRequest } from '../request.ts';
import {
  childInputSchema,
  childOutputSchema,
  type ChildDone,
  type ChildInput,
  type ChildOutput,
} from './child-task.ts';
import { fillPrefix } from './file-prefix.ts';
import { recallOutputs } from './recall-outputs.ts';
import { createTurns, type Turns } from './turns.ts';

export interface EngineHost {
  /** The nodes as they are installed at the moment. */
  catalog(): Catalog;
  readonly capabilities: Capabilities;
  readonly gate: LaneGate;
}

type Tally = { -readonly [Key in keyof Omit<ChildDone, 'type' | 'outputs'>]: ChildDone[Key] };

/** The task body that executes one node once; what fails is an output, so that a failed execution is journalled too. */
export const executeChild =
  (host: EngineHost, { isPaid = false } = {}): TaskBody =>
  async (task, rawInput): Promise<ChildOutput> => {
    const input = childInputSchema.parse(rawInput);
    if (isPaid) await untilInstalled(host, task, input);
    const output = await executeNode(host, task, input);
    // What comes after a stopped run has ended is told all the same: it is kept, and it may have cost something.
    if (task.hasRunEnded()) tellLate(task, input, output);
    return output;
  };

function tellLate(task: TaskContext, { node, execution }: ChildInput, output: ChildOutput): void {
  const failure = output.type === 'failed' ? output.failure : output.losses[0];
  const unpaid = failure?.charged === 'no' ? 0 : null;
  task.emit({
    type: 'item-end',
    node,
    execution,
    outcome: output.type === 'failed' ? endOf(output.failure) : 'complete',
    cached: output.type === 'done' && output.cached,
    costUsd: output.type === 'done' ? output.costUsd : unpaid,
    ...(failure === undefined ? {} : { failure }),
  });
}

const endOf = ({ code }: Failure): Outcome => (code === 'cancelled' ? 'cancelled' : 'failed');

async function executeNode(host: EngineHost, task: TaskContext, input: ChildInput): Promise<ChildOutput> {
  const tally: Tally = {
    cached: false,
    costUsd: 0,
    images: 0,
    cachedImages: 0,
    files: [],
    warnings: [],
    losses: [],
  };
  try {
    const definition = host.catalog().definitions.get(input.nodeType);
    if (definition === undefined) throw gone(input);
    const outputs =
      definition.effect === 'pure'
        ? await executePure({ host, task, input, definition, tally })
        : await execute({ host, task, input, definition, tally });
    // Through the schema, so that a first execution answers with the very JSON that a replayed one reads back.
    return childOutputSchema.parse({ type: 'done', ...tally, outputs });
  } catch (error) {
    const failure: Failure = task.signal.aborted ? asCancelled(toFailure(error)) : toFailure(error);
    return { type: 'failed', failure, warnings: tally.warnings };
  }
}

/** In units of the base of all waiting times. */
const installPause = 5;

/** What a task has bought is fetched by its node alone, so that one whose node is gone waits for it to come back. */
async function untilInstalled(
  host: EngineHost,
  task: TaskContext,
  { node, execution, nodeType }: ChildInput,
): Promise<void> {
  const isInstalled = (): boolean => host.catalog().definitions.has(nodeType);
  if (isInstalled()) return;
  const message = `The node type "${nodeType}" is no longer installed. What it has bought is fetched when it is back.`;
  task.emit({ type: 'item-warning', node, execution, message });
  const { clock, pollMs } = host.capabilities;
  while (!isInstalled()) await clock.sleep(pollMs * installPause);
}

const gone = ({ nodeType }: ChildInput): FailureError =>
  new FailureError({
    code: 'node-failed',
    message: `The node type "${nodeType}" is no longer installed.`,
    retryable: false,
    charged: 'no',
  });

/** A node that was interrupted by its signal may have thrown anything. */
const asCancelled = (failure: Failure): Failure =>
  failure.code === 'node-failed' ? { ...failure, code: 'cancelled', message: 'Stopped.' } : failure;

interface Execution {
  readonly host: EngineHost;
  readonly task: TaskContext;
  readonly input: ChildInput;
  readonly definition: NodeDefinition;
  readonly tally: Tally;
}

/** Pure work that takes its time is looked up by fingerprint first. */
async function executePure(execution: Execution) {
  const { host, input, definition, tally } = execution;
  const { memo, digest } = host.capabilities;
  const fingerprint = fingerprintExecution(digest, definition, valuesOf(input));
  const known = input.force ? undefined : await recallOutputs(host.capabilities, definition, fingerprint);
  if (known !== undefined) {
    tally.cached = true;
    return known;
  }
  const outputs = await execute(execution);
  await memo.set(fingerprint, { outputs });
  return outputs;
}

// The values went into the journal as checked port values.
const valuesOf = (input: ChildInput): AnyValues => input.values as AnyValues;

async function execute(execution: Execution) {
  const { definition, input } = execution;
  // A task has one place in its lane, so that its purchases go one by one, even those a node asks for at once.
  const purchases = createTurns();
  try {
    return readOutputs(
      definition,
      await definition.execute(contextOf(execution, purchases), valuesOf(input)),
    );
  } finally {
    // What is being bought is brought home, also when the node has failed or does not wait for it.
    await purchases.close();
  }
}

function contextOf({ host, task, input, definition, tally }: Execution, purchases: Turns): NodeContext {
  const { capabilities, gate } = host;
  const place = { node: input.node, execution: input.execution };
  const refuse = (what: string, effect: string): never => {
    throw new Error(
      `${definition.type} may not ${what}: its effect is "${definition.effect}", not "${effect}".`,
    );
  };
  const warn = (message: string): void => {
    if (tally.warnings.includes(message)) return;
    tally.warnings.push(message);
    task.emit({ type: 'item-warning', ...place, message });
  };
  const tellWait = (message: string): void => task.emit({ type: 'item-progress', ...place, message });
  let calls = 0;
  const seedOf = seedsByImage(input.seeds.map(({ hash, seed }) => ({ hash, seed: seed ?? undefined })));
  return {
    signal: task.signal,
    progress: (fraction, message) =>
      task.emit({
        type: 'item-progress',
        ...place,
        message,
        ...(fraction === undefined ? {} : { fraction: Math.min(1, Math.max(0, fraction)) }),
      }),
    warn,
    images: {
      composeGrid: (images, options) =>
        untilStored({ capabilities, task, onWait: tellWait }, () =>
          capabilities.images.composeGrid(images, options, task.signal),
        ),
    },
    models: {
      generate: async (request) => {
        if (definition.effect !== 'paid') refuse('buy images', 'paid');
        const call = calls;
        calls += 1;
        const bought = await purchases.take(() =>
          purchase({
            task,
            ...place,
            call,
            purchase: resolveRequest(request, input, capabilities.models),
            force: input.force,
            runCapUsd: input.runCapUsd,
            capabilities,
            gate,
          }),
        );
        const { record, cached, losses } = bought;
        tally.cached = cached && (call === 0 || tally.cached);
        if (cached) tally.cachedImages += record.images.length;
        else {
          tally.images += record.images.length;
          tally.costUsd =
            tally.costUsd === null || record.costUsd === null ? null : tally.costUsd + record.costUsd;
        }
        tally.losses.push(...losses);
        record.warnings.forEach(warn);
        return record.images.map(({ asset }) => asset);
      },
    },
    outputs: {
      save: async (asset, { prefix, format, embedWorkflow, index }) => {
        if (definition.effect !== 'save') refuse('save files', 'save');
        const call = calls;
        calls += 1;
        const filled = fillPrefix(prefix, {
          createdAt: input.createdAt,
          run: task.run,
          index,
          seed: seedOf(asset),
        });
        const publication = {
          asset,
          prefix: filled,
          format,
          embedWorkflow,
          key: `${task.id}#${call}`,
          run: task.run,
        };
        const published = await task.step(`publish#${call}`, () =>
          untilStored({ capabilities, task, onWait: tellWait }, () =>
            capabilities.outputs.publish(publication),
          ),
        );
        const saved: AssetRef = published.asset;
        if (!published.path.startsWith(`${filled}_`))
          warn(`"${filled}" is no safe file name; saved as ${published.path}.`);
        tally.files.push(published.path);
        task.emit({ type: 'asset-save', ...place, asset: saved, path: published.path });
        return published.path;
      },
    },
  };
}
