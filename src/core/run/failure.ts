import { z } from 'zod';

/** Closed list of what can go wrong during a run (design: settings, failure kinds). */
export const failureCodes = [
  'auth',
  'quota',
  'rate-limited',
  'moderation',
  'invalid',
  'not-found',
  'provider-failed',
  'empty-result',
  'unknown-outcome',
  'download-failed',
  'blocked-destination',
  'over-cap',
  'protocol',
  'cancelled',
  'node-failed',
] as const;

export const failureSchema = z.object({
  code: z.enum(failureCodes),
  /** One plain sentence for a person. */
  message: z.string(),
  retryable: z.boolean(),
  charged: z.enum(['no', 'yes', 'unknown']),
  provider: z.string().optional(),
  attempt: z.string().optional(),
  requestId: z.string().optional(),
  httpStatus: z.int().optional(),
  /** What the provider said, redacted and cut; shown behind "Details". */
  detail: z.string().optional(),
});

export type FailureCode = (typeof failureCodes)[number];
export type Failure = z.infer<typeof failureSchema>;

/** Carries a failure through code that may only throw, such as a node's `execute`. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

/** Trouble with the disk of this machine. It may pass by itself, and says nothing about what was to be stored. */
export class StorageError extends FailureError {
  constructor(message: string, detail: string) {
    super({ code: 'download-failed', message, retryable: true, charged: 'no', detail });
    this.name = 'StorageError';
  }
}

/** The failure that an exception stands for: its own, or `node-failed` for a bug in a node. */
export const toFailure = (error: unknown): Failure =>
  error instanceof FailureError
    ? error.failure
    : {
        code: 'node-failed',
        message: error instanceof Error ? error.message : String(error),
        retryable: false,
        charged: 'no',
      };
