import { shownSnapshot } from '../state/run-store.ts';
import { useRuns } from '../state/stores.ts';
import { formatDuration, formatUsd } from '../ui/money.ts';
import { describeProgress, describeState, nodeState } from '../workflow/run-view.ts';

import styles from './inspector.module.css';

/** What the shown run did at a node: state, time, cost, files, the provider's ids, and failures in full. */
export function StepDetails({ id }: { readonly id: string }) {
  const step = useRuns((state) => shownSnapshot(state)?.steps.get(id));
  if (step === undefined) return null;
  const { failure, startedAt, endedAt, costUsd, files, requestIds, warnings } = step;
  const progress = step.state === 'running' ? describeProgress(step) : '';
  return (
    <div className={styles['section']}>
      <h2>Last run</h2>
      {failure !== undefined && (
        <div className={`${styles['diagnostic']} ${styles['error']}`}>
          <p>{failure.message}</p>
          {failure.charged !== 'no' && (
            <p>{failure.charged === 'yes' ? 'It was charged.' : 'Whether it was charged is not known.'}</p>
          )}
          {failure.detail !== undefined && (
            <details>
              <summary>What the provider said</summary>
              <pre className={styles['data']}>{failure.detail}</pre>
            </details>
          )}
        </div>
      )}
      {warnings.map((warning) => (
        <p key={warning} className={`${styles['diagnostic']} ${styles['warning']}`}>
          {warning}
        </p>
      ))}
      <dl className={styles['facts']}>
        <dt>State</dt>
        <dd>{[describeState(nodeState(step)), progress].filter(Boolean).join(', ')}</dd>
        {startedAt !== undefined && endedAt !== undefined && endedAt - startedAt >= 100 && (
          <>
            <dt>Time</dt>
            <dd>{formatDuration(endedAt - startedAt)}</dd>
          </>
        )}
        {costUsd !== 0 && (
          <>
            <dt>Cost</dt>
            <dd>{costUsd === null ? 'unknown' : formatUsd(costUsd)}</dd>
          </>
        )}
        {requestIds.length > 0 && (
          <>
            <dt>Request</dt>
            <dd className={styles['mono']}>{requestIds.join(', ')}</dd>
          </>
        )}
        {files.length > 0 && (
          <>
            <dt>Files</dt>
            <dd className={styles['mono']}>{files.join('\n')}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
