/** Runs inside a thread of its own: one node file, and nothing else of ours. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';

import type { NodeContext } from '#core/node/context.ts';
import type { AnyValues, NodeDefinition } from '#core/node/define-node.ts';

import type {
  Computed,
  ContextCall,
  Exported,
  Report,
  Request,
  Result,
  ThreadData,
  ThreadError,
} from './messages.ts';

// Started by `startThread` alone, which hands over exactly this.
const { url, answers, flag } = workerData as ThreadData;
const main = parentPort;
if (main === null) throw new Error('This file runs in a thread.');

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- between threads there are no origins
const post = (port: MessagePort, message: Report | Result): void => port.postMessage(message);
const report = (message: Report): void => post(main, message);
const describeError = (error: unknown): ThreadError => ({
  message: error instanceof Error ? error.message : String(error),
  // A failure that the context told and the node let through, or one of its own making.
  ...(error instanceof Error && 'failure' in error
    ? { failure: error.failure as NonNullable<ThreadError['failure']> }
    : {}),
});
const failed = (error: unknown): Result => ({ ok: false, error: describeError(error) });

const dataKeys = [
  'type',
  'version',
  'title',
  'description',
  'category',
  'aliases',
  'effect',
  'inputs',
  'outputs',
] as const;

/** Loads the file and says what it exports. */
async function load(): Promise<NodeDefinition> {
  const module: unknown = await import(/* @vite-ignore */ url);
  const exported: unknown =
    typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  const members: Partial<NodeDefinition> | null = typeof exported === 'object' ? exported : null;
  const value: Exported = {
    data: members === null ? undefined : Object.fromEntries(dataKeys.map((key) => [key, members[key]])),
    functions: {
      execute: typeof members?.execute,
      check: typeof members?.check,
      estimate: typeof members?.estimate,
    },
  };
  report({ type: 'loaded', result: { ok: true, value } });
  return exported as NodeDefinition;
}

class NeedsRun extends Error {}
const needRun = (): never => {
  throw new NeedsRun();
};

/** Executes without a context that does anything; undefined when the node asks for one, or for time. */
function compute(definition: NodeDefinition, values: AnyValues): Computed {
  const warnings: string[] = [];
  try {
    const outputs = definition.execute(
      {
        signal: new AbortController().signal,
        progress: () => {},
        warn: (message) => void warnings.push(message),
        images: { composeGrid: needRun },
        models: { generate: needRun },
        outputs: { save: needRun },
      },
      values,
    );
    if (!(outputs instanceof Promise)) return { outputs, warnings };
    outputs.catch(() => {});
    return undefined;
  } catch (error) {
    if (error instanceof NeedsRun) return undefined;
    throw error;
  }
}

/** Hands an answer to the main thread, which stands still until it is there. */
function answerNow(produce: () => unknown): void {
  let result: Result;
  try {
    result = { ok: true, value: produce() };
  } catch (error) {
    result = failed(error);
  }
  try {
    post(answers, result);
  } catch (error) {
    post(answers, failed(error));
  }
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
}

interface Running {
  readonly controller: AbortController;
  readonly asked: Map<number, (result: Result) => void>;
}
const running = new Map<number, Running>();

function contextOf(id: number, { controller, asked }: Running): NodeContext {
  let calls = 0;
  const ask =
    (name: ContextCall) =>
    (...parameters: unknown[]): Promise<never> =>
      new Promise((resolve, reject) => {
        calls += 1;
        asked.set(calls, (result) => {
          if (result.ok) resolve(result.value as never);
          else reject(Object.assign(new Error(result.error.message), { failure: result.error.failure }));
        });
        report({ type: 'ask', id, call: calls, name, parameters });
      });
  return {
    signal: controller.signal,
    progress: (fraction, message) => report({ type: 'progress', id, fraction, message }),
    warn: (message) => report({ type: 'warn', id, message }),
    images: { composeGrid: ask('composeGrid') },
    models: { generate: ask('generate') },
    outputs: { save: ask('save') },
  };
}

async function execute(definition: NodeDefinition, id: number, values: AnyValues): Promise<void> {
  const own: Running = { controller: new AbortController(), asked: new Map() };
  running.set(id, own);
  let result: Result;
  try {
    result = { ok: true, value: await definition.execute(contextOf(id, own), values) };
  } catch (error) {
    result = failed(error);
  }
  running.delete(id);
  try {
    report({ type: 'done', id, result });
  } catch (error) {
    // Something that cannot travel, such as a function among the outputs.
    report({ type: 'done', id, result: failed(error) });
  }
}

const loading = load();
loading.catch((error: unknown) => report({ type: 'loaded', result: failed(error) }));

main.on('message', (request: Request) => {
  if (request.type === 'abort') return running.get(request.id)?.controller.abort();
  if (request.type === 'answer') {
    const { asked } = running.get(request.id) ?? {};
    asked?.get(request.call)?.(request.result);
    return void asked?.delete(request.call);
  }
  void loading.then((definition) => {
    switch (request.type) {
      case 'execute':
        return execute(definition, request.id, request.values);
      case 'compute':
        return answerNow(() => compute(definition, request.values));
      case 'check':
        return answerNow(() => definition.check?.(request.values));
      case 'estimate':
        return answerNow(() => definition.estimate?.(request.values));
    }
  });
});
