import type { MessagePort } from 'node:worker_threads';

import type { AnyValues } from '#core/node/define-node.ts';
import type { Failure } from '#core/run/failure.ts';

/** What a thread is started with. */
export interface ThreadData {
  /** URL of the node file. */
  readonly url: string;
  /** Carries the answers that the main thread stands still for. */
  readonly answers: MessagePort;
  /** Becomes 1 when such an answer was sent. */
  readonly flag: Int32Array;
}

/** An error between threads, where classes do not travel. */
export interface ThreadError {
  readonly message: string;
  readonly failure?: Failure;
}

export type Result =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ThreadError };

/** The functions of a context that answer. */
export type ContextCall = 'composeGrid' | 'generate' | 'save';

/** From the main thread. `execute` is answered by messages, the others through `answers`. */
export type Request =
  | { readonly type: 'compute' | 'check' | 'estimate'; readonly values: AnyValues }
  | { readonly type: 'execute'; readonly id: number; readonly values: AnyValues }
  | { readonly type: 'answer'; readonly id: number; readonly call: number; readonly result: Result }
  | { readonly type: 'abort'; readonly id: number };

/** To the main thread. */
export type Report =
  | { readonly type: 'loaded'; readonly result: Result }
  | {
      readonly type: 'progress';
      readonly id: number;
      readonly fraction: number | undefined;
      readonly message: string;
    }
  | { readonly type: 'warn'; readonly id: number; readonly message: string }
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly call: number;
      readonly name: ContextCall;
      readonly parameters: readonly unknown[];
    }
  | { readonly type: 'done'; readonly id: number; readonly result: Result };

/** Answer to `compute`: undefined where the execution needs a run. */
export type Computed = { readonly outputs: AnyValues; readonly warnings: readonly string[] } | undefined;

/** What a node file exports, as far as it can travel. */
export interface Exported {
  readonly data: unknown;
  /** `typeof` of each member that should be a function. */
  readonly functions: { readonly [Name in 'execute' | 'check' | 'estimate']: string };
}
