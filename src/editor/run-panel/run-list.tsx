import { Pause, Play } from 'lucide-react';
import { useState } from 'react';

import { useEditor } from '../app/editor.ts';
import type { JobSummary } from '../state/run-store.ts';
import { useRuns } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { HeldList } from './held-list.tsx';
import { pauseQueue } from './move-run.ts';
import { RunLine } from './run-line.tsx';

import styles from './run-panel.module.css';

/** Runs that are listed; the gallery has what the older ones made. */
const listed = 100;
const clearedKey = 'batchwork.runs-cleared';

/** Runs at work in the order in which they buy, then those that ended, newest first. */
export function RunList() {
  const jobs = useRuns((state) => state.jobs);
  const order = useRuns((state) => state.queue?.runs);
  const [cleared, setCleared] = useState(() => localStorage.getItem(clearedKey) ?? '');
  const placeOf = (id: string): number => {
    const at = order?.indexOf(id) ?? -1;
    return at === -1 ? Infinity : at;
  };
  const active = jobs.filter(({ outcome }) => outcome === null).toReversed();
  const queue = active.toSorted((a, b) => placeOf(a.id) - placeOf(b.id) || 0);
  const ended = jobs.filter(({ outcome }) => outcome !== null);
  const shown = ended.filter(({ created_at: at }) => at > cleared).slice(0, listed);
  const clear = (until: string): void => {
    localStorage.setItem(clearedKey, until);
    setCleared(until);
  };
  return (
    <>
      <HeldList />
      <Queue jobs={queue} />
      <section aria-label="Ended runs">
        {shown.length > 0 && (
          <header className={styles['listHead']}>
            <h2>Ended</h2>
            <Button look="quiet" onClick={() => clear(ended[0]?.created_at ?? '')}>
              Clear
            </Button>
          </header>
        )}
        <ul className={styles['runs']}>
          {shown.map((job) => (
            <RunLine key={job.id} job={job} />
          ))}
        </ul>
        {shown.length === 0 && ended.length > 0 && (
          <p className={styles['none']}>
            {ended.length} ended {ended.length === 1 ? 'run is' : 'runs are'} cleared from this list.{' '}
            <button type="button" className={styles['link']} onClick={() => clear('')}>
              Show again
            </button>
          </p>
        )}
        {jobs.length === 0 && <p className={styles['none']}>No run yet. Press Run to start one.</p>}
      </section>
    </>
  );
}

/** What works or waits, and the switch that holds back all buying. */
function Queue({ jobs }: { readonly jobs: readonly JobSummary[] }) {
  const editor = useEditor();
  const paused = useRuns((state) => state.queue?.paused ?? false);
  const [dragged, setDragged] = useState<string | null>(null);
  return (
    <section aria-label="Queue" className={styles['queue']}>
      <header className={styles['listHead']}>
        <h2>Queue{paused && ', paused'}</h2>
        <Button look="quiet" aria-pressed={paused} onClick={() => void pauseQueue(editor, !paused)}>
          {paused ? <Play size={13} aria-hidden="true" /> : <Pause size={13} aria-hidden="true" />}
          {paused ? 'Go on' : 'Pause'}
        </Button>
      </header>
      {paused && (
        <p className={styles['hint']}>Nothing new is bought. What is bought already is still fetched.</p>
      )}
      {jobs.length === 0 && !paused && <p className={styles['idle']}>Nothing runs at the moment.</p>}
      <ol className={styles['runs']}>
        {jobs.map((job) => (
          <RunLine key={job.id} job={job} queue={{ dragged, onDrag: setDragged, many: jobs.length > 1 }} />
        ))}
      </ol>
    </section>
  );
}
