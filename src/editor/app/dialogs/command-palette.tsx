import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';

import type { SavedWorkflow } from '#core/api/workflows.ts';

import { useOptions } from '../../palette/use-options.ts';
import { useSession } from '../../state/stores.ts';
import { useKeyWords } from '../commands/use-keys.ts';
import { useEditor } from '../editor.ts';
import { findEntries, paletteEntries, type PaletteEntry } from './palette-entries.ts';

import styles from './command-palette.module.css';

/** Finds commands, node types, tabs, saved workflows and templates by a few letters, and does what is chosen. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const editor = useEditor();
  const element = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const catalog = useSession((state) => state.catalog);
  const keyWords = useKeyWords();
  const [query, setQuery] = useState('');
  const [saved, setSaved] = useState<readonly SavedWorkflow[]>([]);
  const entries = useMemo(() => paletteEntries(editor, { catalog, saved }), [editor, catalog, saved]);
  const found = useMemo(() => findEntries(entries, query), [entries, query]);
  const choose = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const { active, setActive, onKeyDown } = useOptions(found.length, (index) => choose(found[index]));

  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  useEffect(() => {
    // Without the list of files everything else can be found all the same.
    editor.remote.workflows().then(setSaved, () => {});
  }, [editor]);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  return (
    // Escape does what a click beside the dialog does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      className={styles['palette']}
      aria-label="Find anything"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <label className={styles['search']}>
        <Search size={16} aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-label="Find commands, nodes and workflows"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active === -1 ? undefined : `${listId}-${active}`}
          placeholder="Find commands, nodes and workflows"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      {/* The combobox pattern: a native datalist can show neither keys nor kinds. */}
      {/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div ref={list} id={listId} role="listbox" aria-label="Found" className={styles['options']}>
        {found.map((entry, index) => (
          <div
            key={entry.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles['option']}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(entry)}
          >
            <span className={styles['title']}>{entry.title}</span>
            {entry.command !== undefined && keyWords(entry.command)[0] !== undefined && (
              <kbd>{keyWords(entry.command)[0]}</kbd>
            )}
            <span className={styles['kind']}>{entry.kind}</span>
          </div>
        ))}
      </div>
      {/* oxlint-enable */}
      {found.length === 0 && <p className={styles['none']}>Nothing is called that.</p>}
    </dialog>
  );
}
