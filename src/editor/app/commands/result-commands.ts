import type { WorkflowDocument } from '#core/document/schema.ts';

import type { Editor } from '../editor.ts';

/** The document that a run was started with. Throws RemoteError. */
export async function documentOfRun({ remote, runs }: Editor, run: string): Promise<WorkflowDocument> {
  const known = runs.getState().documents.get(run);
  if (known !== undefined) return known;
  const document = await remote.jobWorkflow(run);
  runs.setState(({ documents }) => ({ documents: new Map(documents).set(run, document) }));
  return document;
}

/** Shows another run's results at a node; undefined goes back to the shown run's. */
export const pickResult = ({ runs }: Editor, node: string, run: string | undefined): void =>
  runs.setState(({ picked, shown }) => {
    const next = new Map(picked);
    if (run === undefined || run === shown) next.delete(node);
    else next.set(node, run);
    return { picked: next };
  });

/** Gives a node and all that feeds it the values that made a run's results: all of them, or the seeds alone. */
export async function restoreFrom(
  editor: Editor,
  place: { run: string; node: string; what: 'all' | 'seeds' },
): Promise<void> {
  const { restoreResult } = await import('./restore-result.ts');
  await restoreResult(editor, place);
}
