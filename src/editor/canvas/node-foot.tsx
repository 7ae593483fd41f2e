import type { StepSnapshot } from '#core/run/snapshot.ts';

import { restoreFrom } from '../app/commands/result-commands.ts';
import { useEditor } from '../app/editor.ts';
import { TimeLeft } from '../run-panel/time-left.tsx';
import { useRuns } from '../state/stores.ts';
import { formatDuration, formatUsd } from '../ui/money.ts';
import { stepLeftMs } from '../workflow/expected-time.ts';
import { describeProgress, describeSeeds, nextTryAt, stepImages } from '../workflow/run-view.ts';
import { NextTry } from './next-try.tsx';
import { selectNodeState, selectStep } from './node-state.ts';
import { useNodeResult, useOwnRuns } from './use-node-result.ts';

import styles from './node-result.module.css';

/** The last line of a node: how far it is, or what came of it, with the seed that was used. */
export function NodeFoot({ id }: { readonly id: string }) {
  const editor = useEditor();
  const state = useRuns(selectNodeState(id));
  const run = useRuns((runs) => runs.shown);
  const step = useRuns(selectStep(id));
  const result = useNodeResult(id, useOwnRuns());
  if (run !== null && step !== undefined && (state === 'running' || state === 'waiting')) {
    const next = nextTryAt(step);
    return (
      <footer className={styles['foot']} data-running="true">
        <span className={styles['words']}>
          {state === 'waiting' ? 'waiting for its inputs' : describeProgress(step)}
          {next === undefined ? (
            <TimeLeft
              run={run}
              expect={(snapshot, durations, now) => leftOf(snapshot.steps.get(id), durations, now)}
            />
          ) : (
            <NextTry at={next} />
          )}
        </span>
      </footer>
    );
  }
  const told = result?.step ?? step;
  const words = told === undefined ? '' : describeResult(told);
  const seeds = told === undefined ? '' : describeSeeds(told);
  const files = told?.files ?? [];
  if (words === '' && seeds === '') return null;
  return (
    <footer className={styles['foot']}>
      <span className={styles['words']} title={[words, ...files].join('\n')}>
        {words}
      </span>
      {seeds !== '' && (
        <button
          type="button"
          className={`${styles['seed']} nodrag`}
          title={`The seed that was used. Press to set it again: ${seeds}`}
          aria-label={`Use seed ${seeds} again`}
          onClick={() => void restoreFrom(editor, { run: result?.run ?? run ?? '', node: id, what: 'seeds' })}
        >
          seed {seeds}
        </button>
      )}
    </footer>
  );
}

const leftOf = (step: StepSnapshot | undefined, ...rest: [Parameters<typeof stepLeftMs>[1], number]) =>
  step === undefined ? undefined : stepLeftMs(step, ...rest);

/** A file by its name, several by their number; where they are is in the tooltip. */
const describeFiles = (files: readonly string[]): string =>
  files.length === 1 ? `saved ${files[0]?.split('/').at(-1) ?? ''}` : `${files.length} files saved`;

function describeResult(step: StepSnapshot): string {
  const images = stepImages(step);
  const [first] = images;
  const texts = Object.values(step.outputs).reduce((sum, { count }) => sum + count, 0);
  const took = (step.endedAt ?? 0) - (step.startedAt ?? 0);
  return [
    step.files.length > 0 && describeFiles(step.files),
    step.cached && step.state === 'complete' && 'cached, $0.00',
    first !== undefined && `${images.length} ${images.length === 1 ? 'image' : 'images'}`,
    !step.cached && step.costUsd === null && 'cost unknown',
    !step.cached && step.costUsd !== null && step.costUsd > 0 && formatUsd(step.costUsd),
    first !== undefined && `${first.asset.width} × ${first.asset.height}`,
    first === undefined && texts > 1 && `${texts} values`,
    step.startedAt !== undefined && step.endedAt !== undefined && took >= 100 && formatDuration(took),
  ]
    .filter((part) => part !== false)
    .join(' · ');
}
