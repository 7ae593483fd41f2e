import {
  Ban,
  Check,
  Circle,
  CircleAlert,
  CircleHelp,
  Clock,
  FileQuestion,
  Image,
  Link,
  LoaderCircle,
  Pin,
  Play,
  Save,
  SkipForward,
  Sparkles,
  TriangleAlert,
  Type,
  type LucideIcon,
} from 'lucide-react';
import { memo } from 'react';

import { updateNode } from '#core/document/edits.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { startRun } from '../app/commands/run-commands.ts';
import { useEditor } from '../app/editor.ts';
import { useRuns, useSession } from '../state/stores.ts';
import { describeNodePrice } from '../ui/price-words.ts';
import { describeState, type NodeState } from '../workflow/run-view.ts';
import { Elapsed } from './elapsed.tsx';
import { selectStep } from './node-state.ts';
import { TitleField } from './title-field.tsx';
import { useChanged } from './use-node-result.ts';

import styles from './node.module.css';

const categoryIcons: Readonly<Record<string, LucideIcon>> = {
  input: Type,
  generate: Sparkles,
  images: Image,
  output: Save,
  unknown: FileQuestion,
};

const stateIcons: Record<Exclude<NodeState, 'idle' | 'running'>, LucideIcon> = {
  waiting: Clock,
  cached: Link,
  complete: Check,
  partial: TriangleAlert,
  failed: CircleAlert,
  cancelled: Ban,
  attention: CircleHelp,
  skipped: SkipForward,
};

interface NodeHeaderProps {
  readonly id: string;
  readonly title: string;
  readonly descriptor: NodeDescriptor;
  readonly state: NodeState;
  readonly pinned: boolean;
}

/** Type icon, title, state, and the way to run up to this node. */
export const NodeHeader = memo(function NodeHeader({
  id,
  title,
  descriptor,
  state,
  pinned,
}: NodeHeaderProps) {
  const editor = useEditor();
  const renaming = useSession((session) => session.renaming === id);
  const price = useSession(({ price: current }) => {
    const estimate = 'estimate' in current ? current.estimate?.nodes[id] : undefined;
    return estimate === undefined ? '' : describeNodePrice(estimate);
  });
  const Icon = categoryIcons[descriptor.category] ?? Image;
  const rename = (next: string | undefined): void => {
    editor.session.setState({ renaming: null });
    if (next === undefined || next === title) return;
    editor.document.seal();
    editor.document.apply(
      updateNode(id, { title: next === '' || next === descriptor.title ? undefined : next }),
    );
  };
  return (
    <header className={styles['header']}>
      <Icon size={15} className={styles['typeIcon']} aria-hidden="true" />
      {renaming ? (
        <TitleField title={title} label="Node title" onDone={rename} />
      ) : (
        // The same is reached by keyboard with F2.
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
        <span
          className={styles['title']}
          title={title}
          onDoubleClick={() => editor.session.setState({ renaming: id })}
        >
          {title}
        </span>
      )}
      {pinned && <Pin size={12} className={styles['typeIcon']} aria-label="pinned" />}
      {price !== '' && state !== 'running' && state !== 'waiting' && (
        <span className={styles['price']}>{price}</span>
      )}
      <StateMark id={id} state={state} />
      {descriptor.category !== 'unknown' && state !== 'running' && state !== 'waiting' && (
        <button
          type="button"
          className={`${styles['play']} nodrag`}
          aria-label={`Run up to ${title}`}
          title="Run up to this node"
          onClick={() => void startRun(editor, { targets: [id] })}
        >
          <Play size={13} />
        </button>
      )}
    </header>
  );
});

/** Glyph, word and colour of a state. */
function StateMark({ id, state }: { readonly id: string; readonly state: NodeState }) {
  const startedAt = useRuns((runs) => selectStep(id)(runs)?.startedAt);
  const changed = useChanged(id);
  if (state === 'idle') return null;
  if (state === 'running')
    return (
      <span className={styles['state']} data-state={state}>
        <Elapsed since={startedAt} />
        <LoaderCircle size={14} className={styles['spinner']} aria-label="running" />
      </span>
    );
  if (changed && state !== 'waiting')
    return (
      <span className={styles['state']} title="Changed since it ran: it would run again">
        <Circle size={10} aria-label="changed" />
      </span>
    );
  const Icon = stateIcons[state];
  const words = describeState(state);
  return (
    <span className={styles['state']} data-state={state} title={words}>
      {state !== 'complete' && state !== 'cached' && <span>{words}</span>}
      <Icon size={14} aria-label={words} />
    </span>
  );
}
