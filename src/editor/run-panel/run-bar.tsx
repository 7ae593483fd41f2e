import { Play, Square } from 'lucide-react';
import { useMemo } from 'react';

import { isError } from '#core/run/diagnostic.ts';

import { commandOf } from '../app/commands/command-table.ts';
import { describeKeys, isMac } from '../app/commands/key-words.ts';
import { stopRun } from '../app/commands/run-commands.ts';
import { useEditor } from '../app/editor.ts';
import { fetchRun } from '../app/follow-runs.ts';
import { Elapsed } from '../canvas/elapsed.tsx';
import { documentOf, sheetOf } from '../state/document-store.ts';
import { ownRuns } from '../state/node-results.ts';
import { activeRuns, isActive, shownSnapshot, showRun, stoppableRun } from '../state/run-store.ts';
import { useDocument, useRuns, useSession } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { formatDuration, formatUsd } from '../ui/money.ts';
import { describePrice } from '../ui/price-words.ts';
import { runLeftMs } from '../workflow/expected-time.ts';
import { runProgress } from './run-words.ts';
import { TimeLeft } from './time-left.tsx';

import styles from './run-panel.module.css';

/** Run with its price, Stop, and how far things are. */
export function RunBar() {
  const editor = useEditor();
  const starting = useSession((state) => state.starting);
  const empty = useDocument((state) => documentOf(state).nodes.length === 0);
  const price = useSession((state) => state.price);
  const errors = useSession((state) => state.diagnostics.filter(isError).length);
  const estimate = 'estimate' in price ? price.estimate : undefined;
  const words = estimate === undefined ? '' : describePrice(estimate);
  const run = commandOf('run');
  return (
    <div className={styles['bar']}>
      <RunChoice />
      <RunStatus />
      <StopButtons />
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
          <span
            className={styles['price']}
            data-asking={price.state === 'asking'}
            title={words === '?' ? 'The price is not known before the run' : undefined}
          >
            {words}
          </span>
        )}
      </Button>
    </div>
  );
}

/** Stop for the run that is shown or works; another for all of this workflow's when there are several. */
function StopButtons() {
  const editor = useEditor();
  const own = useDocument((state) => sheetOf(state).runs);
  const stop = useRuns((state) => stoppableRun(state, own));
  const stopping = useRuns((state) => stop !== undefined && state.stopping.has(stop));
  const active = useRuns((state) => activeRuns(state, own).length);
  if (stop === undefined) return null;
  const all = commandOf('stop-all');
  return (
    <>
      <Button disabled={stopping} onClick={() => void stopRun(editor, stop)}>
        <Square size={13} aria-hidden="true" />
        {stopping ? 'Stopping…' : 'Stop'}
      </Button>
      {active > 1 && <Button onClick={() => void all.run(editor)}>Stop all {active}</Button>}
    </>
  );
}

/** Which of this workflow's runs the nodes show; there from the second one on. */
function RunChoice() {
  const editor = useEditor();
  const sheet = useDocument(sheetOf);
  const jobs = useRuns((state) => state.jobs);
  const shown = useRuns((state) => state.shown);
  const own = useMemo(() => ownRuns(jobs, sheet), [jobs, sheet]);
  if (own.length < 2 || shown === null) return null;
  const show = async (run: string): Promise<void> => {
    await fetchRun(editor, run);
    showRun(editor.runs, run);
  };
  return (
    <select
      className={styles['runChoice']}
      aria-label="Run shown on the nodes"
      title="Run shown on the nodes"
      value={shown}
      onChange={({ target }) => void show(target.value)}
    >
      {!own.includes(shown) && <option value={shown}>This run</option>}
      {own.toReversed().map((run, index) => {
        const job = jobs.find(({ id }) => id === run);
        const when =
          job === undefined
            ? ''
            : new Date(job.created_at).toLocaleTimeString(undefined, {
                hour: '2-digit',
                minute: '2-digit',
                second: '2-digit',
              });
        const words = job?.outcome == null ? 'running' : endWords[job.outcome].toLowerCase();
        return (
          <option key={run} value={run}>
            Run {own.length - index} · {[when, words].filter((part) => part !== '').join(' · ')}
          </option>
        );
      })}
    </select>
  );
}

/** One calm line about the shown run. */
function RunStatus() {
  const snapshot = useRuns(shownSnapshot);
  const paused = useRuns((state) => state.queue?.paused ?? false);
  if (snapshot === undefined) return null;
  const progress = runProgress(snapshot);
  const active = isActive(snapshot);
  if (snapshot.state === 'queued')
    return <span className={styles['status']}>{paused ? 'Queued; the queue is paused' : 'Queued'}</span>;
  const cost = snapshot.costUsd !== null && snapshot.costUsd > 0 ? formatUsd(snapshot.costUsd) : '';
  return (
    <span className={styles['status']} data-state={snapshot.state}>
      {active ? (
        <>
          {paused && 'Paused · '}
          {progress.done} of {progress.total} · <Elapsed since={snapshot.startedAt} />
          {!paused && <TimeLeft run={snapshot.run} expect={runLeftMs} />}
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
