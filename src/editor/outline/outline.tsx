import { X } from 'lucide-react';
import { useCallback, useState, type KeyboardEvent } from 'react';

import { commandOf } from '../app/commands/command-table.ts';
import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { useDocument } from '../state/stores.ts';
import { IconButton } from '../ui/button.tsx';
import { runOrder } from '../workflow/run-order.ts';
import { OutlineItem } from './outline-item.tsx';

import styles from './outline.module.css';

/**
 * The workflow as a list in the order of a run: every node with its state, its inputs to be typed or wired, and the way
 * to run it. All that the canvas shows is here in words.
 */
export function Outline() {
  const editor = useEditor();
  const order = useDocument((state) => runOrder(documentOf(state)));
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void =>
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const takeFocus = useCallback(
    (element: HTMLElement | null) => element?.querySelector<HTMLElement>('[data-row]')?.focus(),
    [],
  );
  return (
    <div className={styles['outline']} ref={takeFocus}>
      <header className={styles['head']}>
        <h2>Outline</h2>
        <IconButton label="Close the outline" onClick={() => void commandOf('toggle-outline').run(editor)}>
          <X size={16} />
        </IconButton>
      </header>
      {order.length === 0 ? (
        <p className={styles['none']}>An empty workflow. Press Shift+A to add a node.</p>
      ) : (
        // Arrow keys lead from node to node; Tab leads through all that is in them.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <ol className={styles['list']} aria-label="Nodes in the order of a run" onKeyDown={moveBetweenRows}>
          {order.map((id) => (
            <OutlineItem key={id} id={id} open={open.has(id)} onToggle={toggle} />
          ))}
        </ol>
      )}
    </div>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.matches('[data-row]')) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  rows[rows.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}
