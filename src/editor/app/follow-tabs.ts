import { sheetOf } from '../state/document-store.ts';
import { showRun } from '../state/run-store.ts';
import { nothing } from '../state/session-store.ts';
import type { Editor, Viewport } from './editor.ts';
import { fetchRun } from './follow-runs.ts';

/** Puts selection, view and results in step with the tab that is shown. Answers with a function that ends it. */
export function followTabs(editor: Editor): () => void {
  const viewports = new Map<string, Viewport>();
  return editor.document.subscribe(({ active }, before) => {
    if (active === before.active) return;
    const { canvas, session } = editor;
    if (canvas !== undefined) viewports.set(before.active, canvas.viewport());
    session.setState({ selectedNodes: nothing, selectedEdges: nothing, expanded: nothing, renaming: null });
    const viewport = viewports.get(active);
    if (viewport === undefined) canvas?.show();
    else canvas?.setViewport(viewport);
    void showLatestRun(editor);
  });
}

async function showLatestRun(editor: Editor): Promise<void> {
  const { document, runs } = editor;
  const { active } = document.getState();
  const { file, runs: started } = sheetOf(document.getState());
  const run =
    started.at(-1) ??
    runs.getState().jobs.find(({ workflow_file: from }) => file !== null && from === file)?.id;
  showRun(runs, run ?? null);
  if (run === undefined || runs.getState().snapshots.has(run)) return;
  try {
    await fetchRun(editor, run);
  } catch {
    // The workflow is open all the same; its last results are a comfort, not a need.
    if (document.getState().active === active) showRun(runs, null);
  }
}
