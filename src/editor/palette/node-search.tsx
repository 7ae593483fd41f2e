import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';

import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { addNodeOf } from '../app/commands/node-commands.ts';
import { useEditor } from '../app/editor.ts';
import type { OpenDialog } from '../state/session-store.ts';
import { useSession } from '../state/stores.ts';
import { PortShape } from '../ui/port-shape.tsx';
import { fittingTypes } from '../workflow/port-fit.ts';
import { NodeOptionContent } from './node-option.tsx';
import { groupByCategory, searchNodes } from './score-nodes.ts';
import { useOptions } from './use-options.ts';

import styles from './palette.module.css';

type SearchDialog = Extract<OpenDialog, { type: 'node-search' }>;

const width = 320;
const height = 380;
const margin = 8;

/** Search for a node to add, at the pointer or in the middle. With a wire it offers only what fits, and wires the choice. */
export function NodeSearch({ at, wire }: Omit<SearchDialog, 'type'>) {
  const editor = useEditor();
  const { session } = editor;
  const catalog = useSession((state) => state.catalog);
  const element = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [query, setQuery] = useState('');
  const found = useMemo(() => {
    const all = [...catalog.values()];
    const fitting = wire === null ? all : fittingTypes(all, wire);
    if (query !== '') return searchNodes(fitting, query);
    return wire === null ? groupByCategory(fitting).flatMap(({ nodes }) => nodes) : fitting;
  }, [catalog, wire, query]);

  const close = (): void => session.setState({ dialog: null });
  const choose = (descriptor: NodeDescriptor | undefined): void => {
    if (descriptor === undefined) return;
    close();
    const place = at === null ? null : (editor.canvas?.toCanvas(at) ?? null);
    const lifted = place !== null && wire !== null ? { x: place.x, y: place.y - 56 } : place;
    addNodeOf(editor, descriptor, { at: lifted, wire });
  };
  const { active, setActive, onKeyDown } = useOptions(found.length, (index) => choose(found[index]));

  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const style =
    at === null
      ? undefined
      : {
          margin: 0,
          left: Math.max(margin, Math.min(at.x, innerWidth - width - margin)),
          top: Math.max(margin, Math.min(at.y, innerHeight - height - margin)),
        };
  return (
    // Escape does what a click beside the dialog does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      className={styles['searchDialog']}
      style={style}
      aria-label="Add a node"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) close();
      }}
    >
      <label className={styles['search']}>
        <Search size={14} aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-label="Search nodes"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active === -1 ? undefined : `${listId}-${active}`}
          placeholder="Search nodes"
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </label>
      {wire !== null && (
        <p className={styles['filter']}>
          <PortShape type={wire.port.portType} many={wire.port.cardinality === 'many'} />
          {wire.side === 'output' ? `takes ${wire.port.label}` : `gives ${wire.port.label}`}
        </p>
      )}
      {/* The combobox pattern: a native datalist can show neither signs nor a filter. */}
      {/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div ref={list} id={listId} role="listbox" aria-label="Nodes" className={styles['options']}>
        {found.map((descriptor, index) => (
          <div
            key={descriptor.type}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            aria-label={descriptor.title}
            className={styles['option']}
            title={descriptor.description}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(descriptor)}
          >
            <NodeOptionContent descriptor={descriptor} />
          </div>
        ))}
      </div>
      {/* oxlint-enable */}
      {found.length === 0 && (
        <p className={styles['none']}>
          {wire === null ? 'No node is called that.' : 'No node of that name fits this wire.'}
        </p>
      )}
    </dialog>
  );
}
