import type { WorkflowDocument } from '#core/document/schema.ts';

import type { Editor } from '../editor.ts';
import { notify } from '../notices.ts';

const answerWithinMs = 10_000;

/**
 * Whether the workflow holds the key of a provider, which then is told: what leaves the editor travels on. Only the
 * server knows the keys; while it does not answer, what it said last counts.
 */
export async function carriesKey({ remote, session }: Editor, workflow: WorkflowDocument): Promise<boolean> {
  const { diagnostics } = await remote
    .estimate({ workflow }, AbortSignal.timeout(answerWithinMs))
    .catch(() => session.getState());
  const found = diagnostics.find(({ code }) => code === 'contains-key');
  if (found !== undefined) notify(session, 'error', found.message);
  return found !== undefined;
}
