import { X } from 'lucide-react';
import { useState, type DragEvent } from 'react';

import { useDocument } from '../state/stores.ts';
import { isTabUnsaved } from '../state/tab.ts';
import { IconButton } from '../ui/button.tsx';
import { closeTab } from './commands/tab-commands.ts';
import { useEditor } from './editor.ts';

import styles from './tab-strip.module.css';

/** The opened workflows. Shown when there are several. */
export function TabStrip() {
  const editor = useEditor();
  const { document } = editor;
  const tabs = useDocument((state) => state.tabs);
  const active = useDocument((state) => state.active);
  const [dragged, setDragged] = useState<string>();
  const dropOn = (event: DragEvent, index: number): void => {
    event.preventDefault();
    if (dragged !== undefined) document.move(dragged, index);
  };
  return (
    <nav className={styles['strip']} aria-label="Open workflows">
      <ul className={styles['tabs']}>
        {tabs.map((tab, index) => {
          const { name } = tab.history.present;
          const edited = isTabUnsaved(tab);
          return (
            // Dragging is for the pointer; commands move a tab for everyone.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
            <li
              key={tab.id}
              className={styles['tab']}
              data-active={tab.id === active}
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                setDragged(tab.id);
              }}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => dragged !== undefined && event.preventDefault()}
              onDrop={(event) => dropOn(event, index)}
            >
              <button
                type="button"
                className={styles['name']}
                aria-current={tab.id === active ? 'page' : undefined}
                aria-label={edited ? `${name}, not saved` : name}
                title={tab.sheet.file === null ? name : `${name}\n${tab.sheet.file}`}
                onClick={() => document.activate(tab.id)}
                onAuxClick={(event) => event.button === 1 && closeTab(editor, tab.id)}
              >
                {edited && <span className={styles['dot']} aria-hidden="true" />}
                <span className={styles['words']}>{name}</span>
              </button>
              <IconButton
                label={`Close ${name}`}
                className={styles['close']}
                onClick={() => closeTab(editor, tab.id)}
              >
                <X size={13} />
              </IconButton>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
