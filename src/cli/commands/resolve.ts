import { attentionDecisionSchema } from '#core/api/attempts.ts';
import { readSettings } from '#platform/settings.ts';

import { exitCodes, UsageError } from '../exit-code.ts';
import { openRunner } from '../open-runner.ts';

export interface ResolveOptions {
  readonly requestId?: string;
  readonly release?: boolean;
  readonly lost?: boolean;
}

/** Records what a person decided about an attempt; `resume` or a running server goes on with it. */
export async function resolve(attempt: string, options: ResolveOptions): Promise<number> {
  const { requestId, release = false, lost = false } = options;
  if ([requestId !== undefined, release, lost].filter(Boolean).length !== 1)
    throw new UsageError(
      'Say what became of the attempt: --request-id ID if it was bought, --release if it was not, --lost to give it up.',
    );
  const decision = attentionDecisionSchema.safeParse(
    requestId === undefined ? { type: release ? 'release' : 'lost' } : { type: 'adopt', requestId },
  );
  if (!decision.success) throw new UsageError(`"${requestId}" is no id of a job.`);
  const { runner } = await openRunner(readSettings(process.env), { ownOutput: false });
  try {
    const resolution = await runner.resolve(attempt, decision.data);
    switch (resolution.type) {
      case 'done':
        console.log(said(decision.data));
        return exitCodes.complete;
      case 'refused':
        throw new UsageError(`${resolution.message} The attempt waits on.`);
      case 'no-such-attempt':
        throw new UsageError(
          `No attempt "${attempt}" waits for a decision. "batchwork jobs" lists those that do.`,
        );
    }
  } finally {
    await runner.close();
  }
}

function said(decision: { type: 'adopt'; requestId: string } | { type: 'release' | 'lost' }): string {
  switch (decision.type) {
    case 'adopt':
      return `Adopted as ${decision.requestId}.`;
    case 'release':
      return 'Released: it will be asked for again.';
    case 'lost':
      return 'Given up: it counts as spent, and its images are not asked for again.';
  }
}
