import { CircleHelp } from 'lucide-react';
import { useMemo } from 'react';

import { useRuns, useStores } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';

import styles from './run-panel.module.css';

/** Purchases of which nobody knows whether they were made; each waits for a person. */
export function HeldList() {
  const { session } = useStores();
  const snapshots = useRuns((state) => state.snapshots);
  const held = useMemo(
    () =>
      [...snapshots.values()].flatMap(({ run, name, steps }) =>
        [...steps.values()].flatMap((step) =>
          step.held.map((each) => ({ run, name, node: step.node, ...each })),
        ),
      ),
    [snapshots],
  );
  if (held.length === 0) return null;
  return (
    <section aria-label="Waiting for you" className={styles['held']}>
      <h2>
        <CircleHelp size={14} aria-hidden="true" /> Waiting for you
      </h2>
      <ul>
        {held.map(({ run, name, node, attempt, failure }) => (
          <li key={attempt}>
            <p>
              <strong>{name}</strong>: {failure.message}
            </p>
            <Button onClick={() => session.setState({ dialog: { type: 'held', run, node, attempt } })}>
              Decide…
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
