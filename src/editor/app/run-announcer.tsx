import { shownSnapshot } from '../state/run-store.ts';
import { useRuns } from '../state/stores.ts';

import styles from './app.module.css';

/** Tells screen readers of start, end and first trouble of the shown run; not of every percent. */
export function RunAnnouncer() {
  const words = useRuns((state) => {
    const snapshot = shownSnapshot(state);
    if (snapshot === undefined) return '';
    if (snapshot.end !== undefined) return `The run ended: ${snapshot.end.outcome}.`;
    const failure = [...snapshot.steps.values()].find((step) => step.failure !== undefined)?.failure;
    if (failure !== undefined) return failure.message;
    return snapshot.state === 'running' ? 'The run has started.' : '';
  });
  return <output className={styles['silent']}>{words}</output>;
}
