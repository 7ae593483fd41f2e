import type { Operation } from '#core/model/image-model.ts';

import type { Intent } from './attempt.ts';
import type { PurchaseOptions } from './purchase.ts';

/** Looks at the provider's list this often before it is believed that the job is not there. */
const looks = 5;

/**
 * Looks for the job of a lost answer in the provider's own list. Adopts it only when exactly one job is there that
 * no other attempt owns and whose inputs are ours; absence proves nothing, so it only ends in asking a person.
 */
export async function reconcile(
  { task, node, execution, purchase, capabilities }: PurchaseOptions,
  intent: Intent,
  attempt: string,
): Promise<{ operation: Operation | null }> {
  const { model } = purchase;
  const { body } = intent;
  if (model.reconcile === undefined || body === null) return { operation: null };
  for (let look = 1; look <= looks; look += 1) {
    task.emit({ type: 'job-progress', node, execution, attempt, phase: 'reconciling' });
    await capabilities.clock.sleep(capabilities.pollMs * look, task.signal).catch(() => {});
    try {
      const candidates = await model.reconcile({ model: intent.model, body }, intent.at, task.signal);
      const unowned: Operation[] = [];
      for (const { operation, inputsMatch } of candidates)
        if (inputsMatch === true && (await isFree(capabilities, operation, attempt))) unowned.push(operation);
      const [only, ...others] = unowned;
      if (only !== undefined && others.length === 0) return { operation: only };
    } catch {
      // The list is only a help: when it cannot be read, a person decides.
    }
    if (task.signal.aborted) break;
  }
  return { operation: null };
}

/** Every accepted job is claimed by its attempt, so that one job never answers for two. */
async function isFree(
  { claims }: PurchaseOptions['capabilities'],
  { provider, requestId }: Operation,
  attempt: string,
): Promise<boolean> {
  return (await claims.acquire(`job:${provider}:${requestId}`, attempt)) === attempt;
}
