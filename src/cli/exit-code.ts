import type { Outcome } from '#core/run/event.ts';

/** Exit codes of every command (design: command line). */
export const exitCodes = {
  complete: 0,
  failed: 1,
  usage: 2,
  partial: 3,
  attention: 4,
  overCap: 5,
  /** An error of Batchwork or of a node outside of everything that catches errors (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  cancelled: 130,
} as const;

export function exitCodeOf(outcome: Outcome): number {
  switch (outcome) {
    case 'complete':
    case 'failed':
    case 'partial':
    case 'attention':
    case 'cancelled':
      return exitCodes[outcome];
  }
}

/** Trouble that is the caller's to mend; its message is all that is shown. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
