import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

import { z } from 'zod';

import { FailureError, failureSchema } from '#core/run/failure.ts';

import type { Report, Request, Result, ThreadData } from './messages.ts';

/** A node file in a thread of its own. What it does there, it does to nobody else. */
export interface Thread {
  send(request: Request): void;
  /**
   * Sends a request and stands still until it is answered, for at most `timeoutMs`; undefined when it is not.
   * @throws what the node threw.
   */
  ask(request: Request, timeoutMs: number): { readonly value: unknown } | undefined;
  /** Ends the thread at once, wherever it is. */
  end(): void;
}

/** MB that one node file may hold in memory. */
const memoryLimitMb = 512;

/** Starts the thread of a node file. Environment, where keys may stand, is not handed on. */
export function startThread(options: {
  readonly url: string;
  readonly onReport: (report: Report) => void;
  /** The thread is gone, by itself or because something threw where nobody waits for it. */
  readonly onEnd: (reason: string) => void;
}): Thread {
  const { port1, port2 } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { url: options.url, answers: port2, flag } satisfies ThreadData,
    transferList: [port2],
    env: {},
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
  });
  // Standard output belongs to the commands.
  for (const stream of [worker.stdout, worker.stderr])
    stream.on('data', (chunk: Buffer) => void process.stderr.write(chunk));
  worker.on('message', options.onReport);
  let reason = 'it ended its own thread';
  worker.on('error', (error) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  worker.on('exit', () => {
    port1.close();
    options.onEnd(reason);
  });
  // An idle node keeps no process alive.
  worker.unref();
  port1.unref();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- between threads there are no origins
  const send = (request: Request): void => worker.postMessage(request);
  return {
    send,
    ask(request, timeoutMs) {
      Atomics.store(flag, 0, 0);
      send(request);
      if (Atomics.wait(flag, 0, 0, timeoutMs) === 'timed-out') return undefined;
      const received = receiveMessageOnPort(port1);
      return received === undefined ? undefined : { value: unwrap(received.message) };
    },
    end: () => void worker.terminate(),
  };
}

const resultSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error: z.object({ message: z.string(), failure: z.unknown().optional() }),
  }),
]);

/** The value of a result. @throws FailureError or Error, as the other side did. */
export function unwrap(result: Result): unknown {
  const parsed = resultSchema.parse(result);
  if (parsed.ok) return parsed.value;
  const failure = failureSchema.safeParse(parsed.error.failure);
  throw failure.success ? new FailureError(failure.data) : new Error(parsed.error.message);
}
