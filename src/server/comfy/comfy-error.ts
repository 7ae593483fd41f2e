import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

import { FailureError } from '#core/run/failure.ts';

import { HttpError } from '../http-error.ts';

/** One thing wrong at a node, as ComfyUI tells it. */
export interface NodeProblem {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** Problems by node id. */
export type NodeErrors = Readonly<
  Record<string, { class_type: string; dependent_outputs: string[]; errors: NodeProblem[] }>
>;

/** An error of the ComfyUI routes, in ComfyUI's shape. */
export class ComfyError extends Error {
  override readonly name = 'ComfyError';
  readonly status: ContentfulStatusCode;
  readonly problem: NodeProblem;
  readonly nodeErrors: NodeErrors;
  constructor(
    status: ContentfulStatusCode,
    problem: { type: string; message: string; details?: string; extra_info?: Record<string, unknown> },
    nodeErrors: NodeErrors = {},
  ) {
    super(problem.message);
    this.status = status;
    this.problem = { details: '', extra_info: {}, ...problem };
    this.nodeErrors = nodeErrors;
  }
}

export const badRequest = (type: string, message: string): ComfyError =>
  new ComfyError(400, { type, message });

/** Turns whatever a ComfyUI route threw into JSON: these clients parse every answer that is an error. */
export function answerComfyError(error: Error, context: Context): Response {
  const known = asComfyError(error);
  if (known === undefined && !context.req.raw.signal.aborted) console.error(error);
  const { status, problem, nodeErrors } =
    known ??
    new ComfyError(500, {
      type: 'internal_error',
      message: 'Something went wrong in Batchwork. Its log says more.',
    });
  return context.json({ error: problem, node_errors: nodeErrors }, status);
}

function asComfyError(error: Error): ComfyError | undefined {
  if (error instanceof ComfyError) return error;
  if (error instanceof HttpError)
    return new ComfyError(error.status, { type: error.code, message: error.message });
  if (error instanceof FailureError)
    return new ComfyError(error.failure.code === 'invalid' ? 400 : 500, {
      type: error.failure.code.replaceAll('-', '_'),
      message: error.failure.message,
    });
  return undefined;
}
