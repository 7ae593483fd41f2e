import { sheetOf } from '../state/document-store.ts';
import type { Editor } from './editor.ts';
import { fetchRun } from './follow-runs.ts';

/** Shows the latest run of whichever workflow is open, after opening one and after undoing that. Answers with a function that ends it. */
export function followSheet(editor: Editor): () => void {
  return editor.document.subscribe((state, before) => {
    if (state.present.sheet !== before.present.sheet) void showLatestRun(editor);
  });
}

async function showLatestRun(editor: Editor): Promise<void> {
  const { document, runs } = editor;
  const { present } = document.getState();
  const { file, runs: started } = sheetOf(document.getState());
  const run =
    started.at(-1) ??
    runs.getState().jobs.find(({ workflow_file: from }) => file !== null && from === file)?.id;
  runs.setState({ shown: run ?? null });
  if (run === undefined || runs.getState().snapshots.has(run)) return;
  try {
    await fetchRun(editor, run);
  } catch {
    // The workflow is open all the same; its last results are a comfort, not a need.
    if (document.getState().present.sheet === present.sheet) runs.setState({ shown: null });
  }
}
