import { useRuns } from '../state/stores.ts';
import { stepFraction } from '../workflow/run-view.ts';
import { selectStep } from './node-state.ts';

import styles from './node.module.css';

/** The line on the header's lower edge: a true share, or a wandering piece where nobody knows. */
export function ProgressBar({ id }: { readonly id: string }) {
  const fraction = useRuns((state) => {
    const step = selectStep(id)(state);
    return step === undefined ? undefined : stepFraction(step);
  });
  return (
    <div
      className={styles['progress']}
      // A progress element cannot be styled into a line that wanders.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="progressbar"
      aria-label="Progress"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={fraction === undefined ? undefined : Math.round(fraction * 100)}
    >
      <div
        className={fraction === undefined ? styles['wander'] : styles['share']}
        style={fraction === undefined ? undefined : { width: `${Math.round(fraction * 100)}%` }}
      />
    </div>
  );
}
