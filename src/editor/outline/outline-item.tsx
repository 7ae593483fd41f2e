import { ChevronDown, ChevronRight, Crosshair, Play } from 'lucide-react';
import { memo } from 'react';

import { startRun } from '../app/commands/run-commands.ts';
import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { shownSnapshot } from '../state/run-store.ts';
import { nothing } from '../state/session-store.ts';
import { useDocument, useRuns, useSession } from '../state/stores.ts';
import { IconButton } from '../ui/button.tsx';
import { findNode } from '../workflow/document-index.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';
import { describeProgress, describeState, nodeState } from '../workflow/run-view.ts';
import { OutlinePorts } from './outline-ports.tsx';

import styles from './outline.module.css';

interface OutlineItemProps {
  readonly id: string;
  readonly open: boolean;
  readonly onToggle: (id: string) => void;
}

const modeWords = { mute: 'muted', bypass: 'bypassed' } as const;

/** One node of the outline: its name and state, and, when it is open, all of its ports. */
export const OutlineItem = memo(function OutlineItem({ id, open, onToggle }: OutlineItemProps) {
  const editor = useEditor();
  const catalog = useSession((state) => state.catalog);
  const selected = useSession((state) => state.selectedNodes.has(id));
  const problems = useSession(
    (state) => state.diagnostics.filter(({ node, severity }) => node === id && severity === 'error').length,
  );
  const title = useDocument((state) => {
    const node = findNode(documentOf(state), id);
    return node === undefined ? '' : titleOf(viewNode(documentOf(state), catalog, node));
  });
  const mode = useDocument((state) => findNode(documentOf(state), id)?.mode);
  const words = useRuns((state) => {
    const step = shownSnapshot(state)?.steps.get(id);
    if (step === undefined) return '';
    const progress = step.state === 'running' ? describeProgress(step) : '';
    return [describeState(nodeState(step)), progress].filter(Boolean).join(', ');
  });
  const state = [
    mode === undefined ? '' : modeWords[mode],
    problems === 0 ? '' : problems === 1 ? '1 problem' : `${problems} problems`,
    words,
  ]
    .filter(Boolean)
    .join(', ');
  const show = (): void => {
    editor.session.setState({ selectedNodes: new Set([id]), selectedEdges: nothing });
    editor.canvas?.reveal([id]);
    editor.canvas?.focusNode(id);
  };
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <li className={styles['item']} data-selected={selected} data-outline-node={id}>
      <div className={styles['row']}>
        <button
          type="button"
          data-row=""
          className={styles['title']}
          aria-expanded={open}
          aria-label={[title, state].filter(Boolean).join(', ')}
          onClick={() => onToggle(id)}
        >
          <Chevron size={14} aria-hidden="true" />
          <span className={styles['name']}>{title}</span>
          <span className={styles['state']} data-problem={problems > 0}>
            {state}
          </span>
        </button>
        <IconButton label={`Show ${title} on the canvas`} onClick={show}>
          <Crosshair size={14} />
        </IconButton>
        <IconButton
          label={`Run up to ${title}`}
          disabled={mode !== undefined}
          onClick={() => void startRun(editor, { targets: [id] })}
        >
          <Play size={14} />
        </IconButton>
      </div>
      {open && <OutlinePorts id={id} title={title} />}
    </li>
  );
});
