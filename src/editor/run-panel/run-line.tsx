import { GripVertical, Square } from 'lucide-react';
import type { DragEvent } from 'react';

import { routes } from '#core/api/routes.ts';

import { stopRun } from '../app/commands/run-commands.ts';
import { openRun } from '../app/commands/workflow-files.ts';
import { useEditor } from '../app/editor.ts';
import { fetchRun } from '../app/follow-runs.ts';
import { Elapsed } from '../canvas/elapsed.tsx';
import { sheetOf } from '../state/document-store.ts';
import { showRun, type JobSummary } from '../state/run-store.ts';
import { useDocument, useRuns } from '../state/stores.ts';
import { IconButton } from '../ui/button.tsx';
import { formatDuration } from '../ui/money.ts';
import { runLeftMs } from '../workflow/expected-time.ts';
import { stepImages } from '../workflow/run-view.ts';
import { moveRun, stepRun } from './move-run.ts';
import { runCost, runImages, runProgress, runWords } from './run-words.ts';
import { TimeLeft } from './time-left.tsx';

import styles from './run-panel.module.css';

interface RunLineProps {
  readonly job: JobSummary;
  /** Given for a run at work: what is being dragged, and whether there is an order to change. */
  readonly queue?: {
    readonly dragged: string | null;
    readonly onDrag: (run: string | null) => void;
    readonly many: boolean;
  };
}

/** One run: picture, name, how far it is or how it ended, price and time. A click shows it. */
export function RunLine({ job, queue }: RunLineProps) {
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
  const hash =
    [...(snapshot?.steps.values() ?? [])].flatMap((step) => stepImages(step)).at(-1)?.asset.hash ??
    job.outputs.findLast(({ type }) => type === 'image')?.hash;
  const open = async (): Promise<void> => {
    if (!own) return openRun(editor, job.id);
    await fetchRun(editor, job.id);
    showRun(editor.runs, job.id);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    if (queue?.dragged != null) void moveRun(editor, queue.dragged, job.id);
    queue?.onDrag(null);
  };
  return (
    <li
      className={styles['run']}
      data-shown={shown}
      data-state={state}
      data-dragged={queue?.dragged === job.id}
      {...(queue?.dragged == null
        ? {}
        : { onDragOver: (event: DragEvent) => event.preventDefault(), onDrop: drop })}
    >
      {queue?.many === true && (
        <button
          type="button"
          className={styles['grip']}
          aria-label={`Move ${job.name} in the queue with the arrow keys`}
          title="Drag, or press the arrow keys, to change the order"
          draggable
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            event.dataTransfer.setData('text/plain', job.name);
            queue.onDrag(job.id);
          }}
          onDragEnd={() => queue.onDrag(null)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            void stepRun(editor, job.id, event.key === 'ArrowUp' ? -1 : 1);
          }}
        >
          <GripVertical size={14} />
        </button>
      )}
      <button
        type="button"
        className={styles['open']}
        title={own ? 'Show its results' : 'Open its workflow'}
        aria-current={shown}
        onClick={() => void open()}
      >
        <span className={styles['picture']}>
          {typeof hash === 'string' && (
            <img src={routes.thumbnail(hash, 320)} alt="" loading="lazy" decoding="async" draggable={false} />
          )}
        </span>
        <span className={styles['about']}>
          <span className={styles['name']}>{job.name}</span>
          <span className={styles['meta']}>
            <span className={styles['word']}>{words}</span>
            {active ? <ActiveFacts job={job} /> : <EndFacts job={job} />}
          </span>
          {state === 'running' && <RunProgress run={job.id} />}
        </span>
      </button>
      {active && words !== 'stopping' && (
        <IconButton label={`Stop ${job.name}`} onClick={() => void stopRun(editor, job.id)}>
          <Square size={13} />
        </IconButton>
      )}
    </li>
  );
}

function ActiveFacts({ job }: { readonly job: JobSummary }) {
  const snapshot = useRuns((state) => state.snapshots.get(job.id));
  const cost = runCost(job, snapshot);
  return (
    <>
      {snapshot?.startedAt !== undefined && (
        <>
          {' · '}
          <Elapsed since={snapshot.startedAt} />
        </>
      )}
      <TimeLeft run={job.id} expect={runLeftMs} />
      {cost !== '' && ` · ${cost}`}
    </>
  );
}

function EndFacts({ job }: { readonly job: JobSummary }) {
  const { started_at: started, completed_at: completed, created_at: created } = job;
  const took =
    started === null || completed === null ? '' : formatDuration(Date.parse(completed) - Date.parse(started));
  const facts = [runImages(job), took, runCost(job, undefined), formatWhen(created)];
  return <> · {facts.filter((fact) => fact !== '').join(' · ')}</>;
}

function RunProgress({ run }: { readonly run: string }) {
  const share = useRuns((state) => {
    const snapshot = state.snapshots.get(run);
    return snapshot === undefined ? 0 : Math.round(runProgress(snapshot).share * 100);
  });
  return <progress className={styles['progress']} aria-label="Progress" max={100} value={share} />;
}

/** Today's runs by the time of day, older ones by the day. */
export function formatWhen(iso: string): string {
  const date = new Date(iso);
  const today = new Date().toDateString() === date.toDateString();
  return today
    ? date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString();
}
