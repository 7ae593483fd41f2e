import { attentionDecisionSchema } from '#core/api/attempts.ts';
import { readSettings } from '#platform/settings.ts';

import { exitCodes, UsageError } from '../exit-code.ts';
import { openRunner } from '../open-runner.ts';

/** Records what a person decided about an attempt; `resume` or a running server goes on with it. */
export async function resolve(
  attempt: string,
  options: { requestId?: string; release?: boolean },
): Promise<number> {
  const { requestId } = options;
  if ((requestId === undefined) !== (options.release === true))
    throw new UsageError(
      'Say what became of the attempt: --request-id ID if it was bought, --release if it was not.',
    );
  const decision = attentionDecisionSchema.safeParse(
    requestId === undefined ? { type: 'release' } : { type: 'adopt', requestId },
  );
  if (!decision.success) throw new UsageError(`"${requestId}" is no id of a job.`);
  const { runner } = await openRunner(readSettings(process.env), { ownOutput: false });
  try {
    if (await runner.resolve(attempt, decision.data)) {
      console.log(
        requestId === undefined ? 'Released: it will be asked for again.' : `Adopted as ${requestId}.`,
      );
      return exitCodes.complete;
    }
    throw new UsageError(
      `No attempt "${attempt}" waits for a decision. "batchwork jobs" lists those that do.`,
    );
  } finally {
    await runner.close();
  }
}
