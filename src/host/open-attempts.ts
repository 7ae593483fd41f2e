import type { HeldAttempt } from '#core/api/attempts.ts';
import type { AttentionDecision } from '#core/durable/seam.ts';
import type { ModelRegistry } from '#core/run/capabilities.ts';
import { jobKey } from '#engine/purchase/claim.ts';
import { describeHeld, providerOf } from '#engine/purchase/held-attempt.ts';
import type { Journal } from '#platform/journal/open-journal.ts';

/** What became of a person's decision. */
export type Resolution =
  | { readonly type: 'done' }
  | { readonly type: 'no-such-attempt' }
  /** The attempt waits on. */
  | { readonly type: 'refused'; readonly message: string };

/** Attempts that wait for a person. */
export interface Attempts {
  list(): readonly HeldAttempt[];
  /** Checks what can be checked before it is decided for good. */
  resolve(attempt: string, decision: AttentionDecision): Promise<Resolution>;
}

const askTimeoutMs = 20_000;

export function openAttempts(
  { engine, names, claims }: Pick<Journal, 'engine' | 'names' | 'claims'>,
  models: ModelRegistry,
): Attempts {
  const refusal = async (attempt: string, requestId: string): Promise<string | undefined> => {
    const parked = engine.parked().find((each) => each.attempt === attempt);
    const provider = parked === undefined ? undefined : providerOf(parked);
    if (parked === undefined || provider === undefined) return undefined;
    const { model } = describeHeld(parked, { name: '', workflowFile: undefined });
    const operation = { provider, model: model ?? '', requestId };
    const owner = claims.ownerOf(jobKey(operation));
    if (owner !== undefined && owner !== attempt)
      return `The job ${requestId} belongs to another attempt already.`;
    const polled = await models.get(provider).poll(operation, AbortSignal.timeout(askTimeoutMs));
    const strange =
      polled.type === 'trouble' && (polled.failure.code === 'not-found' || polled.failure.code === 'invalid');
    return strange ? `${models.get(provider).title} does not know a job ${requestId}.` : undefined;
  };
  return {
    list: () =>
      engine.parked().map((parked) => {
        const named = names.read(parked.run);
        return describeHeld(parked, { name: named?.name ?? '', workflowFile: named?.workflowFile });
      }),
    resolve: async (attempt, decision) => {
      const message = decision.type === 'adopt' ? await refusal(attempt, decision.requestId) : undefined;
      if (message !== undefined) return { type: 'refused', message };
      return (await engine.resume(attempt, decision)) ? { type: 'done' } : { type: 'no-such-attempt' };
    },
  };
}
