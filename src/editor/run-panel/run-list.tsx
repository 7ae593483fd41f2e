import { Square } from 'lucide-react';

import { stopRun } from '../app/commands/run-commands.ts';
import { openRun } from '../app/commands/workflow-files.ts';
import { useEditor } from '../app/editor.ts';
import { fetchRun } from '../app/follow-runs.ts';
import { sheetOf } from '../state/document-store.ts';
import type { JobSummary } from '../state/run-store.ts';
import { useDocument, useRuns } from '../state/stores.ts';
import { IconButton } from '../ui/button.tsx';
import { formatUsd } from '../ui/money.ts';
import { runWords } from './run-words.ts';

import styles from './run-panel.module.css';

/** Runs, newest first: what they are, how far they are, what they cost. A click shows one on the canvas. */
export function RunList() {
  const jobs = useRuns((state) => state.jobs);
  if (jobs.length === 0) return <p className={styles['none']}>No run yet. Press Run to start one.</p>;
  return (
    <ul className={styles['runs']}>
      {jobs.slice(0, 100).map((job) => (
        <RunLine key={job.id} job={job} />
      ))}
    </ul>
  );
}

function RunLine({ job }: { readonly job: JobSummary }) {
  const editor = useEditor();
  const snapshot = useRuns((state) => state.snapshots.get(job.id));
  const shown = useRuns((state) => state.shown === job.id);
  const stopping = useRuns((state) => state.stopping.has(job.id));
  const own = useDocument((state) => {
    const { runs, file } = sheetOf(state);
    return runs.includes(job.id) || (file !== null && file === job.workflow_file);
  });
  const { state, words } = runWords(job, snapshot, stopping);
  const active = state === 'queued' || state === 'running';
  const open = async (): Promise<void> => {
    if (!own) return openRun(editor, job.id);
    await fetchRun(editor, job.id);
    editor.runs.setState({ shown: job.id });
  };
  return (
    <li className={styles['run']} data-shown={shown} data-state={state}>
      <button
        type="button"
        className={styles['open']}
        title={own ? 'Show its results' : 'Open its workflow'}
        onClick={() => void open()}
      >
        <span className={styles['name']}>{job.name}</span>
        <span className={styles['meta']}>
          <span className={styles['word']}>{words}</span>
          {snapshot?.end !== undefined && snapshot.end.images > 0 && ` · ${snapshot.end.images} images`}
          {snapshot?.end?.costUsd != null &&
            snapshot.end.costUsd > 0 &&
            ` · ${formatUsd(snapshot.end.costUsd)}`}
          {` · ${formatWhen(job.created_at)}`}
        </span>
      </button>
      {active && !stopping && (
        <IconButton label="Stop this run" onClick={() => void stopRun(editor, job.id)}>
          <Square size={13} />
        </IconButton>
      )}
    </li>
  );
}

/** Today's runs by the time of day, older ones by the day. */
function formatWhen(iso: string): string {
  const date = new Date(iso);
  const today = new Date().toDateString() === date.toDateString();
  return today
    ? date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString();
}
