import { startRun } from '../app/commands/run-commands.ts';
import { useEditor } from '../app/editor.ts';
import { useRuns, useSession } from '../state/stores.ts';
import { classes } from '../ui/classes.ts';
import { FixButtons } from '../ui/fix-buttons.tsx';
import { diagnosticsAt } from '../workflow/diagnostics.ts';
import { selectStep } from './node-state.ts';

import styles from './node.module.css';

/** What is wrong at a node, in one sentence: the failure of the shown run, else the first diagnosis, else a warning of the run. */
export function NodeProblem({ id }: { readonly id: string }) {
  const editor = useEditor();
  const failure = useRuns((state) => selectStep(id)(state)?.failure);
  const runWarning = useRuns((state) => selectStep(id)(state)?.warnings.at(-1));
  const diagnostic = useSession(({ diagnostics }) => {
    const here = diagnosticsAt(diagnostics, id);
    return here.find(({ severity }) => severity === 'error') ?? here[0];
  });
  const further = useSession(({ diagnostics }) => diagnosticsAt(diagnostics, id).length - 1);
  const showDetails = (): void =>
    editor.session.setState({ selectedNodes: new Set([id]), inspectorOpen: true, panel: 'inspector' });
  // What a person stopped is no trouble; the header says so, and the inspector what became of it.
  if (failure !== undefined && failure.code !== 'cancelled')
    return (
      <div className={classes(styles['problem'], styles['error'])}>
        <p>{failure.message}</p>
        <span className={`${styles['actions']} nodrag`}>
          {failure.code !== 'unknown-outcome' && (
            <button type="button" onClick={() => void startRun(editor, { targets: [id] })}>
              Retry
            </button>
          )}
          <button type="button" onClick={showDetails}>
            Details
          </button>
        </span>
      </div>
    );
  const message = diagnostic?.message ?? runWarning;
  if (message === undefined) return null;
  return (
    <div className={classes(styles['problem'], styles[diagnostic?.severity ?? 'warning'])}>
      <p>{message}</p>
      <span className={`${styles['actions']} nodrag`}>
        {diagnostic !== undefined && <FixButtons diagnostic={diagnostic} most={1} />}
        {further > 0 && (
          <button type="button" onClick={showDetails}>
            {further} more
          </button>
        )}
      </span>
    </div>
  );
}
