import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { formatUsd } from '../ui/money.ts';
import { DiagnosticList } from './diagnostic-list.tsx';

import styles from './inspector.module.css';

/** The workflow as a whole: what stands in the way of a run, and what it will buy. */
export function WorkflowInspector() {
  const nodes = useDocument((state) => documentOf(state).nodes.length);
  const diagnostics = useSession((state) => state.diagnostics);
  const price = useSession((state) => state.price);
  const estimate = 'estimate' in price ? price.estimate : undefined;
  if (nodes === 0) return <p className={styles['empty']}>An empty workflow. Add a node to begin.</p>;
  return (
    <>
      <div className={styles['section']}>
        <h2>Workflow</h2>
        <dl className={styles['facts']}>
          <dt>Nodes</dt>
          <dd>{nodes}</dd>
          {estimate !== undefined && (
            <>
              <dt>Images at most</dt>
              <dd>{estimate.images ?? 'not known before the run'}</dd>
              <dt>Paid calls at most</dt>
              <dd>{estimate.paidCalls ?? 'not known before the run'}</dd>
              <dt>Price at most</dt>
              <dd>
                {estimate.usd === null
                  ? 'unknown'
                  : Object.values(estimate.nodes).every(({ demo }) => demo) && estimate.paidCalls !== 0
                    ? 'free (demo)'
                    : formatUsd(estimate.usd)}
              </dd>
              {[...new Set(Object.values(estimate.nodes).map(({ source }) => source))].map((source) => (
                <dd key={source} className={styles['source']}>
                  {source}
                </dd>
              ))}
            </>
          )}
          {price.state === 'unavailable' && <dd className={styles['source']}>{price.message}</dd>}
        </dl>
      </div>
      <div className={styles['section']}>
        <h2>{diagnostics.length === 0 ? 'Ready to run' : 'Before it runs'}</h2>
        {diagnostics.length === 0 ? (
          <p className={styles['help']}>Select a node to see all of its inputs.</p>
        ) : (
          <DiagnosticList diagnostics={diagnostics} naming />
        )}
      </div>
    </>
  );
}
