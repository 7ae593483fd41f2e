import { ChevronLeft, ChevronRight } from 'lucide-react';

import { pickResult, restoreFrom } from '../app/commands/result-commands.ts';
import { useEditor } from '../app/editor.ts';
import { useResultRuns, type NodeResult } from './use-node-result.ts';

import styles from './node-result.module.css';

interface NodeHistoryProps {
  readonly id: string;
  readonly own: readonly string[];
  readonly result: NodeResult;
  readonly changed: boolean;
}

/** Arrows through what a node brought in its runs, and the way back to what made it. */
export function NodeHistory({ id, own, result, changed }: NodeHistoryProps) {
  const editor = useEditor();
  const runs = useResultRuns(id, own);
  const at = runs.indexOf(result.run);
  const go = (to: number): void => pickResult(editor, id, runs[to]);
  const old = result.earlier || changed;
  if (runs.length < 2 && !old) return null;
  return (
    <div className={`${styles['history']} nodrag`}>
      {runs.length > 1 && at !== -1 && (
        <>
          <button type="button" aria-label="Earlier result" disabled={at === 0} onClick={() => go(at - 1)}>
            <ChevronLeft size={14} />
          </button>
          <span>
            {at + 1} of {runs.length}
          </span>
          <button
            type="button"
            aria-label="Later result"
            disabled={at === runs.length - 1}
            onClick={() => go(at + 1)}
          >
            <ChevronRight size={14} />
          </button>
        </>
      )}
      <span className={styles['age']}>
        {result.earlier ? 'earlier run' : changed ? 'before the change' : ''}
      </span>
      {old && (
        <button
          type="button"
          className={styles['use']}
          title="Sets the values that made these images again"
          onClick={() => void restoreFrom(editor, { run: result.run, node: id, what: 'all' })}
        >
          Use this one
        </button>
      )}
    </div>
  );
}
