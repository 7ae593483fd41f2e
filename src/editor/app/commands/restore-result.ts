import { messageOf } from '../../remote/remote-error.ts';
import { documentOf } from '../../state/document-store.ts';
import { restoreInputs } from '../../workflow/restore-inputs.ts';
import type { Editor } from '../editor.ts';
import { notify } from '../notices.ts';
import { documentOfRun } from './result-commands.ts';

/** Gives a node and all that feeds it the values that made a run's results: all of them, or the seeds alone. */
export async function restoreResult(
  editor: Editor,
  { run, node, what }: { run: string; node: string; what: 'all' | 'seeds' },
): Promise<void> {
  const { document, session } = editor;
  try {
    const made = await documentOfRun(editor, run);
    const { edit, gone } = restoreInputs(documentOf(document.getState()), session.getState().catalog, {
      made,
      node,
      what,
    });
    if (edit !== undefined) {
      document.seal();
      document.apply(edit);
      document.seal();
    }
    const missing = gone === 0 ? '' : ` ${gone} of the nodes that made them are gone.`;
    const words =
      what === 'seeds'
        ? edit === undefined
          ? 'The seed is set already.'
          : 'The seed is back.'
        : edit === undefined
          ? 'Everything is set as it was for these images.'
          : 'Everything is set as it was for these images; running again costs nothing where they are known.';
    notify(session, 'info', `${words}${missing}`);
  } catch (error) {
    notify(session, 'error', messageOf(error));
  }
}
