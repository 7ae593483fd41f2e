import { lazy, Suspense } from 'react';

import { startRun } from '../app/commands/run-commands.ts';
import { useEditor } from '../app/editor.ts';
import { useRuns, useSession } from '../state/stores.ts';
import { classes } from '../ui/classes.ts';
import { FixButtons } from '../ui/fix-buttons.tsx';
import { diagnosticsAt } from '../workflow/diagnostics.ts';
import { shortages, type Shortage } from '../workflow/shortages.ts';
import { selectStep } from './node-state.ts';

import styles from './node.module.css';

const TopUp = lazy(async () => ({ default: (await import('./top-up.tsx')).TopUp }));

/** What is wrong at a node, in one sentence: the failure of the shown run, else the first diagnosis, else a warning of the run. */
export function NodeProblem({ id }: { readonly id: string }) {
  const editor = useEditor();
  const failure = useRuns((state) => selectStep(id)(state)?.failure);
  const run = useRuns((state) => state.shown);
  const step = useRuns(selectStep(id));
  const held = step?.held[0];
  const short = step === undefined ? [] : shortages(step);
  const runWarning = step?.warnings.at(-1);
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
          {run !== null && held !== undefined && (
            <button
              type="button"
              onClick={() =>
                editor.session.setState({ dialog: { type: 'held', run, node: id, attempt: held.attempt } })
              }
            >
              Decide…
            </button>
          )}
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
  if (run !== null && step !== undefined && short.length > 0 && diagnostic?.severity !== 'error')
    return (
      <div className={classes(styles['problem'], styles['warning'])}>
        <p>{describeShortage(short)}</p>
        <span className={`${styles['actions']} nodrag`}>
          <Suspense>
            <TopUp run={run} node={id} step={step} />
          </Suspense>
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

function describeShortage(short: readonly Shortage[]): string {
  const asked = short.reduce((sum, { request }) => sum + request.count, 0);
  const came = short.reduce((sum, each) => sum + each.came, 0);
  return `${asked} asked, ${came} came: the model treats the count as the most it may draw.`;
}
