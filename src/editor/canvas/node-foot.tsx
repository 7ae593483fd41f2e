import { useRuns } from '../state/stores.ts';
import { formatDuration, formatUsd } from '../ui/money.ts';
import { describeProgress, stepImages } from '../workflow/run-view.ts';
import { selectNodeState, selectStep } from './node-state.ts';

import styles from './node.module.css';

/** The last line of a node: how far it is, or what came of it. */
export function NodeFoot({ id }: { readonly id: string }) {
  const state = useRuns(selectNodeState(id));
  const words = useRuns((runs) => {
    const step = selectStep(id)(runs);
    if (step === undefined || state === 'idle') return '';
    if (state === 'running') return describeProgress(step);
    if (state === 'waiting') return 'waiting for its inputs';
    const images = stepImages(step);
    const [first] = images;
    const texts = Object.values(step.outputs).reduce((sum, { count }) => sum + count, 0);
    return [
      state === 'cached' && 'cached',
      first !== undefined && `${images.length} ${images.length === 1 ? 'image' : 'images'}`,
      first !== undefined && `${first.asset.width} × ${first.asset.height}`,
      first === undefined && texts > 1 && `${texts} values`,
      step.files.length > 0 && `${step.files.length} ${step.files.length === 1 ? 'file' : 'files'} saved`,
      step.startedAt !== undefined &&
        step.endedAt !== undefined &&
        step.endedAt - step.startedAt >= 100 &&
        formatDuration(step.endedAt - step.startedAt),
      step.images.some(({ demo }) => demo)
        ? 'Demo · free'
        : step.costUsd !== null && step.costUsd > 0 && formatUsd(step.costUsd),
    ]
      .filter((part) => part !== false)
      .join(' · ');
  });
  return words === '' ? null : <footer className={styles['foot']}>{words}</footer>;
}
