import { Play, Square } from 'lucide-react';
import { useEffect } from 'react';

import { isError } from '#core/run/diagnostic.ts';

import { commandOf } from '../app/commands/command-table.ts';
import { describeKeys, isMac } from '../app/commands/key-words.ts';
import { stopRun } from '../app/commands/run-commands.ts';
import { useEditor } from '../app/editor.ts';
import { Elapsed } from '../canvas/elapsed.tsx';
import { documentOf, sheetOf } from '../state/document-store.ts';
import { isActive, shownSnapshot, stoppableRun } from '../state/run-store.ts';
import { useDocument, useRuns, useSession } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { formatDuration, formatUsd } from '../ui/money.ts';
import { describePrice } from '../ui/price-words.ts';
import { runProgress } from './run-words.ts';

import styles from './run-panel.module.css';

/** Run with its price, Stop, and how far things are. */
export function RunBar() {
  const editor = useEditor();
  const starting = useSession((state) => state.starting);
  const empty = useDocument((state) => documentOf(state).nodes.length === 0);
  const price = useSession((state) => state.price);
  const errors = useSession((state) => state.diagnostics.filter(isError).length);
  const own = useDocument((state) => sheetOf(state).runs);
  const active = useRuns((state) => stoppableRun(state, own));
  const stopping = useRuns((state) => active !== undefined && state.stopping.has(active));
  const estimate = 'estimate' in price ? price.estimate : undefined;
  const words = estimate === undefined ? '' : describePrice(estimate);
  const run = commandOf('run');
  return (
    <div className={styles['bar']}>
      <RunStatus />
      {active !== undefined && (
        <Button disabled={stopping} onClick={() => void stopRun(editor, active)}>
          <Square size={13} aria-hidden="true" />
          {stopping ? 'Stopping…' : 'Stop'}
        </Button>
      )}
      <Button
        look="primary"
        className={styles['runButton']}
        disabled={starting || empty}
        title={
          errors > 0
            ? `${errors} ${errors === 1 ? 'problem stands' : 'problems stand'} in the way`
            : `Run (${describeKeys('$mod+Enter', isMac())})`
        }
        onClick={() => void run.run(editor)}
      >
        <Play size={14} aria-hidden="true" />
        Run
        {words !== '' && (
          <span className={styles['price']} data-asking={price.state === 'asking'}>
            {words}
          </span>
        )}
      </Button>
    </div>
  );
}

/** One calm line about the shown run; the same stands in the tab's title. */
function RunStatus() {
  const snapshot = useRuns(shownSnapshot);
  const name = useDocument((state) => documentOf(state).name);
  const progress = snapshot === undefined ? undefined : runProgress(snapshot);
  const active = snapshot !== undefined && isActive(snapshot);
  const share =
    active && progress !== undefined && progress.total > 0 ? `${progress.done}/${progress.total} ` : '';
  useEffect(() => {
    document.title = `${share}${name} – Batchwork`;
  }, [share, name]);
  if (snapshot === undefined || progress === undefined) return null;
  if (snapshot.state === 'queued') return <span className={styles['status']}>Queued</span>;
  const cost = snapshot.costUsd !== null && snapshot.costUsd > 0 ? formatUsd(snapshot.costUsd) : '';
  return (
    <span className={styles['status']} data-state={snapshot.state}>
      {active ? (
        <>
          {progress.done} of {progress.total} · <Elapsed since={snapshot.startedAt} />
        </>
      ) : (
        endWords[snapshot.state]
      )}
      {!active && snapshot.startedAt !== undefined && snapshot.endedAt !== undefined && (
        <> · {formatDuration(snapshot.endedAt - snapshot.startedAt)}</>
      )}
      {cost !== '' && ` · ${cost}`}
    </span>
  );
}

const endWords = {
  complete: 'Complete',
  partial: 'Partly done',
  failed: 'Failed',
  cancelled: 'Stopped',
  attention: 'Needs attention',
  queued: 'Queued',
  running: 'Running',
} as const;
