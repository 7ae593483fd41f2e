import { ChevronDown, ChevronRight, Search } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { addNodeOf } from '../app/commands/add-node.ts';
import { useEditor } from '../app/editor.ts';
import { useSession } from '../state/stores.ts';
import { nodeDragType } from './node-drag.ts';
import { NodeOptionContent } from './node-option.tsx';
import { groupByCategory, searchNodes } from './score-nodes.ts';

import styles from './palette.module.css';

/** All installed node types, to search, to drag onto the canvas, or to add with a double click or Enter. */
export function NodeLibrary() {
  const editor = useEditor();
  const catalog = useSession((state) => state.catalog);
  const [query, setQuery] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const found = useMemo(() => searchNodes([...catalog.values()], query), [catalog, query]);
  const groups = useMemo(() => groupByCategory(found), [found]);
  const add = (descriptor: NodeDescriptor): void => addNodeOf(editor, descriptor);
  const toggle = (category: string): void =>
    setClosed((before) => {
      const next = new Set(before);
      if (!next.delete(category)) next.add(category);
      return next;
    });
  return (
    <section aria-label="Node library" className={styles['library']}>
      <label className={styles['search']}>
        <Search size={14} aria-hidden="true" />
        <input
          type="search"
          placeholder="Search nodes"
          aria-label="Search nodes"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            const [best] = found;
            if (event.key === 'Enter' && best !== undefined) add(best);
            if (event.key === 'Escape') setQuery('');
          }}
        />
      </label>
      <div className={styles['groups']}>
        {groups.map(({ category, nodes }) => {
          const open = query !== '' || !closed.has(category);
          return (
            <section key={category} aria-label={category}>
              <button
                type="button"
                className={styles['category']}
                aria-expanded={open}
                onClick={() => toggle(category)}
              >
                {open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
                {category}
              </button>
              {open && (
                <ul>
                  {nodes.map((descriptor) => (
                    <li key={descriptor.type}>
                      <button
                        type="button"
                        className={styles['item']}
                        aria-label={descriptor.title}
                        title={descriptor.description}
                        draggable
                        onDragStart={(event) => {
                          event.dataTransfer.setData(nodeDragType, descriptor.type);
                          event.dataTransfer.effectAllowed = 'copy';
                        }}
                        onDoubleClick={() => add(descriptor)}
                        onKeyDown={(event) => {
                          if (event.key !== 'Enter' && event.key !== ' ') return;
                          event.preventDefault();
                          add(descriptor);
                        }}
                      >
                        <NodeOptionContent descriptor={descriptor} />
                      </button>
                    </li>
                  ))}
                </ul>
              )}
            </section>
          );
        })}
        {found.length === 0 && (
          <p className={styles['none']}>
            {catalog.size === 0 ? 'Loading nodes…' : 'No node is called that.'}
          </p>
        )}
      </div>
      <p className={styles['hint']}>Drag or double-click to add.</p>
    </section>
  );
}
