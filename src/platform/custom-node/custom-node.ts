import { z } from 'zod';

import { imageRequestSchema } from '#core/model/image-model.ts';
import type { NodeContext } from '#core/node/context.ts';
import type { AnyValues, NodeDefinition, Purchases } from '#core/node/define-node.ts';
import { FailureError, type Failure } from '#core/run/failure.ts';

import type { Computed, Exported, Report, Request, Result } from './messages.ts';
import { startThread, unwrap, type Thread } from './start-thread.ts';

/** How long code of a node file may take, in ms. */
export interface NodePatience {
  readonly loadMs: number;
  /** Silence of an execution that waits for nothing: neither an answer, nor progress, nor a request. */
  readonly silenceMs: number;
  /** Calls that the engine stands still for: planning, checks, prices. */
  readonly answerMs: number;
}

export const usualPatience: NodePatience = { loadMs: 10_000, silenceMs: 30_000, answerMs: 2_000 };

const seconds = (ms: number): string => `${ms / 1000} s`;

interface Execution {
  readonly context: NodeContext;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Requests to the context that are not answered yet. */
  readonly asked: Set<Promise<unknown>>;
  silence: NodeJS.Timeout | undefined;
}

interface RunningThread {
  readonly thread: Thread;
  readonly executions: Map<number, Execution>;
  /** Takes nothing new and ends when what it does has ended. */
  condemned: boolean;
  ended: boolean;
}

/** A node file outside the built-in ones. Its code runs in a thread, started when needed and replaced when it hangs. */
export class CustomNode {
  readonly #url: string;
  readonly #patience: NodePatience;
  #running: RunningThread | undefined;
  #ids = 0;
  /** Requests that were once not answered in time: the engine does not stand still for them a second time. */
  readonly #slow = new Set<Request['type']>();

  constructor(url: string, patience: NodePatience) {
    this.#url = url;
    this.#patience = patience;
  }

  /**
   * Loads the file and answers with its definition, not yet checked; every function of it reaches into the thread.
   * @throws with a sentence when it throws, or does not come to an end.
   */
  async load(): Promise<unknown> {
    const { loadMs } = this.#patience;
    const running = await new Promise<{ result: Result }>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#running?.thread.end();
        reject(new Error(`it did not finish loading within ${seconds(loadMs)}`));
      }, loadMs);
      this.#start((result) => {
        clearTimeout(timer);
        resolve({ result });
      });
    });
    const exported = unwrap(running.result) as Exported;
    if (exported.data === undefined) return undefined;
    const { functions } = exported;
    const own = { execute: this.#execute, check: this.#check, estimate: this.#estimate };
    const members = Object.entries(own).flatMap(([name, member]) => {
      const kind = functions[name as keyof typeof own];
      return kind === 'undefined' ? [] : [[name, kind === 'function' ? member : kind]];
    });
    return { ...(exported.data as object), ...Object.fromEntries(members), computeNow: this.#computeNow };
  }

  /** Lets go of the thread as soon as nothing runs in it. */
  retire(): void {
    if (this.#running !== undefined) this.#condemn(this.#running);
  }

  #start(onLoad: (result: Result) => void): RunningThread {
    const running: RunningThread = {
      executions: new Map(),
      condemned: false,
      ended: false,
      thread: startThread({
        url: this.#url,
        onReport: (report) => {
          if (report.type === 'loaded') onLoad(report.result);
          else this.#onReport(running, report);
        },
        onEnd: (reason) => {
          running.ended = true;
          if (this.#running === running) this.#running = undefined;
          onLoad({ ok: false, error: { message: reason } });
          for (const id of running.executions.keys()) this.#fail(running, id, `It broke off: ${reason}.`);
        },
      }),
    };
    this.#running = running;
    return running;
  }

  #thread(): RunningThread {
    return this.#running ?? this.#start(() => {});
  }

  #condemn(running: RunningThread): void {
    running.condemned = true;
    if (this.#running === running) this.#running = undefined;
    if (running.executions.size === 0) running.thread.end();
  }

  #ask(request: Request): { readonly value: unknown } | undefined {
    if (this.#slow.has(request.type)) return undefined;
    const running = this.#thread();
    const answer = running.thread.ask(request, this.#patience.answerMs);
    if (answer === undefined) {
      this.#slow.add(request.type);
      this.#condemn(running);
    }
    return answer;
  }

  readonly #computeNow = (values: AnyValues): Computed =>
    this.#ask({ type: 'compute', values })?.value as Computed;

  readonly #check = (values: AnyValues): ReturnType<NonNullable<NodeDefinition['check']>> =>
    checkSchema.parse(this.#insist({ type: 'check', values }));

  readonly #estimate = (values: AnyValues): Purchases =>
    purchasesSchema.parse(this.#insist({ type: 'estimate', values }));

  #insist(request: Request): unknown {
    const answer = this.#ask(request);
    if (answer === undefined)
      throw new Error(
        `its ${request.type}() did not come to an end within ${seconds(this.#patience.answerMs)}`,
      );
    return answer.value;
  }

  readonly #execute = (context: NodeContext, values: AnyValues): Promise<AnyValues> =>
    new Promise((resolve, reject) => {
      const running = this.#thread();
      this.#ids += 1;
      const id = this.#ids;
      const abort = (): void => running.thread.send({ type: 'abort', id });
      const settle = (): void => {
        context.signal.removeEventListener('abort', abort);
        clearTimeout(execution.silence);
        running.executions.delete(id);
        if (running.condemned && running.executions.size === 0) running.thread.end();
      };
      const execution: Execution = {
        context,
        asked: new Set(),
        silence: undefined,
        resolve: (value) => {
          settle();
          resolve(value as AnyValues);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      running.executions.set(id, execution);
      context.signal.addEventListener('abort', abort);
      this.#listen(running, id);
      running.thread.send({ type: 'execute', id, values });
    });

  /** Begins to wait for the next sign of life. */
  #listen(running: RunningThread, id: number): void {
    const execution = running.executions.get(id);
    if (execution === undefined) return;
    clearTimeout(execution.silence);
    if (execution.asked.size > 0) return;
    const { silenceMs } = this.#patience;
    execution.silence = setTimeout(() => {
      this.#condemn(running);
      this.#fail(running, id, `It gave no sign of life for ${seconds(silenceMs)} and was stopped.`);
    }, silenceMs);
  }

  /** Ends an execution with a failure, after whatever it asked for: a purchase under way is brought to its end. */
  #fail(running: RunningThread, id: number, message: string): void {
    const execution = running.executions.get(id);
    if (execution === undefined) return;
    void Promise.allSettled(execution.asked).then(() =>
      execution.reject(new FailureError(nodeFailed(message))),
    );
  }

  #onReport(running: RunningThread, report: Exclude<Report, { type: 'loaded' }>): void {
    const { id } = report;
    const execution = running.executions.get(id);
    if (execution === undefined) return;
    switch (report.type) {
      case 'progress':
        execution.context.progress(report.fraction, report.message);
        break;
      case 'warn':
        execution.context.warn(report.message);
        break;
      case 'ask':
        this.#answer(running, execution, report);
        break;
      case 'done':
        try {
          execution.resolve(unwrap(report.result));
        } catch (error) {
          execution.reject(error);
        }
    }
    this.#listen(running, id);
  }

  #answer(running: RunningThread, execution: Execution, report: Extract<Report, { type: 'ask' }>): void {
    const { id, call, name, parameters } = report;
    const send = (result: Result): void => {
      execution.asked.delete(working);
      if (!running.ended) running.thread.send({ type: 'answer', id, call, result });
      this.#listen(running, id);
    };
    const working: Promise<unknown> = askContext(execution.context, name, parameters).then(
      (value) => send({ ok: true, value }),
      (error: unknown) =>
        send({
          ok: false,
          error: {
            message: error instanceof Error ? error.message : String(error),
            ...(error instanceof FailureError ? { failure: error.failure } : {}),
          },
        }),
    );
    execution.asked.add(working);
  }
}

// The context checks what it is given, as it does for nodes that call it directly.
async function askContext(
  context: NodeContext,
  name: 'composeGrid' | 'generate' | 'save',
  parameters: readonly unknown[],
): Promise<unknown> {
  const [first, second] = parameters as [never, never];
  switch (name) {
    case 'composeGrid':
      return context.images.composeGrid(first, second);
    case 'generate':
      return context.models.generate(first);
    case 'save':
      return context.outputs.save(first, second);
  }
}

const checkSchema = z.array(z.object({ input: z.string(), message: z.string() }));
const purchasesSchema = z.object({
  requests: z.array(imageRequestSchema),
  warnings: z.array(z.string()).optional(),
});

const nodeFailed = (message: string): Failure => ({
  code: 'node-failed',
  message,
  retryable: false,
  charged: 'no',
});
