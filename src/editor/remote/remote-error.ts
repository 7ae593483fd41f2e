/** A request that did not do what it was asked for, in one sentence for a person. */
export class RemoteError extends Error {
  /** The server's error code; `offline` when no answer came, `malformed` when it could not be read. */
  readonly code: string;
  /** HTTP status, 0 without an answer. */
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(message: string, about: { code: string; status: number; details?: Record<string, unknown> }) {
    super(message);
    this.name = 'RemoteError';
    this.code = about.code;
    this.status = about.status;
    this.details = about.details ?? {};
  }
}

/** What to tell a person about anything that was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : 'Something went wrong.';

/** Whether a request was called off by ourselves. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';
