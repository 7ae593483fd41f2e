import type { Operation } from '#core/model/image-model.ts';

import { claimJob, disclaimJob } from './claim.ts';
import type { Intent } from './intent.ts';
import type { PurchaseOptions } from './purchase.ts';

/** Looks at the provider's list this often before it is believed that the job is not there. */
const looks = 5;

/**
 * Looks for the job of a lost answer in the provider's own list. Adopts it only when exactly one job is there that
 * no other attempt owns and whose inputs are ours; absence proves nothing, so it only ends in asking a person. A
 * cancelled run looks too: what was bought is to be kept.
 */
export async function reconcile(
  { task, node, execution, purchase, capabilities, gate }: PurchaseOptions,
  intent: Intent,
  attempt: string,
): Promise<{ operation: Operation | null }> {
  const { model } = purchase;
  const { body } = intent;
  // The list of another account tells nothing of this job.
  const otherAccount = intent.account !== null && intent.account !== model.account;
  if (model.reconcile === undefined || body === null || otherAccount) return { operation: null };
  const never = new AbortController().signal;
  for (let look = 1; look <= looks; look += 1) {
    task.emit({ type: 'job-progress', node, execution, attempt, phase: 'reconciling' });
    await capabilities.clock.sleep(capabilities.pollMs * look);
    // An equal request whose answer is still out owns one of the jobs in the list.
    await gate.quiet(intent.bodyHash);
    try {
      const candidates = await model.reconcile({ model: intent.model, body }, intent.at, never);
      const equal = candidates.filter(({ inputsMatch }) => inputsMatch === true);
      const operation = await claimOnly(
        capabilities,
        equal.map((each) => each.operation),
        attempt,
      );
      if (operation !== undefined) return { operation };
    } catch {
      // The list is only a help: when it cannot be read, a person decides.
    }
  }
  return { operation: null };
}

/** Claims the one job that nobody owns; where there are several, none. */
async function claimOnly(
  capabilities: PurchaseOptions['capabilities'],
  operations: readonly Operation[],
  attempt: string,
): Promise<Operation | undefined> {
  const free: Operation[] = [];
  for (const operation of operations)
    if (await claimJob(capabilities, operation, attempt)) free.push(operation);
  const [only, ...others] = free;
  if (others.length === 0) return only;
  for (const operation of free) await disclaimJob(capabilities, operation, attempt);
  return undefined;
}
