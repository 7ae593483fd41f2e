import { FailureError, type Failure } from '#core/run/failure.ts';

/** The end of a purchase that a person stopped. */
export const cancelled = (message: string, charged: Failure['charged']): FailureError =>
  new FailureError({ code: 'cancelled', message, retryable: false, charged });
