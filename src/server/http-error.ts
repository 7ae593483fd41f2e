import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

import type { ErrorEnvelope } from '#core/api/jobs.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';
import { FailureError, StorageError, type FailureCode } from '#core/run/failure.ts';
import { JournalDamagedError } from '#platform/journal/checksum.ts';
import { JournalUnavailableError } from '#platform/journal/writer.ts';
import type { SecretGuard } from '#platform/secret-guard.ts';

/** An answer that is an error, thrown from anywhere below a route. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly details: Record<string, unknown> | undefined;
  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    details?: Record<string, unknown>,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export const notFound = (what: string): HttpError =>
  new HttpError(404, 'not_found', `There is no such ${what}.`);

/** A workflow that cannot be taken, with the reasons as data. */
export const invalidWorkflow = (diagnostics: readonly Diagnostic[]): HttpError =>
  new HttpError(
    422,
    'invalid_workflow',
    diagnostics.find(({ severity }) => severity === 'error')?.message ?? 'The workflow is not valid.',
    { diagnostics },
  );

export const envelope = ({
  code,
  message,
  details,
}: Pick<HttpError, 'code' | 'message' | 'details'>): ErrorEnvelope => ({
  error: { code, message, ...(details === undefined ? {} : { details }) },
});

const statusOfFailure: Partial<Record<FailureCode, ContentfulStatusCode>> = {
  invalid: 422,
  'not-found': 404,
  'over-cap': 402,
};

const isStorageTrouble = (error: Error): boolean =>
  error instanceof JournalUnavailableError ||
  error instanceof JournalDamagedError ||
  error instanceof StorageError;

/** Turns whatever a route threw into the one shape of errors. A bug is written to the log and told without detail. */
export function answerError(error: Error, context: Context, guard: SecretGuard): Response {
  const tell = (
    problem: Parameters<typeof envelope>[0],
    status: ContentfulStatusCode,
    headers: Record<string, string> = {},
  ): Response =>
    context.body(guard.redact(JSON.stringify(envelope(problem))), status, {
      ...headers,
      'Content-Type': 'application/json',
    });
  if (error instanceof HttpError) return tell(error, error.status);
  if (isStorageTrouble(error))
    return tell({ code: 'storage_unavailable', message: error.message, details: undefined }, 503, {
      'Retry-After': '5',
    });
  if (error instanceof FailureError) {
    const { code, message } = error.failure;
    return tell(
      { code: code.replaceAll('-', '_'), message, details: undefined },
      statusOfFailure[code] ?? 500,
    );
  }
  // Somebody who went away in the middle of an upload is no bug of ours.
  if (!context.req.raw.signal.aborted) console.error(error);
  return tell(
    {
      code: 'internal_error',
      message: 'Something went wrong in Batchwork. Its log says more.',
      details: undefined,
    },
    500,
  );
}
