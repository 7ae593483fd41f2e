import { Search } from 'lucide-react';
import { useEffect, useId, useMemo, useRef, useState } from 'react';

import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { useEditor } from '../app/editor.ts';
import type { OpenDialog, SearchPurpose } from '../state/session-store.ts';
import { useSession } from '../state/stores.ts';
import { PortShape } from '../ui/port-shape.tsx';
import { NodeOptionContent } from './node-option.tsx';
import { applyChoice, searchOptions } from './search-options.ts';
import { useOptions } from './use-options.ts';

import styles from './palette.module.css';

type SearchDialog = Extract<OpenDialog, { type: 'node-search' }>;

const width = 340;
const height = 420;
const margin = 8;

const titles: Record<SearchPurpose['kind'], string> = {
  add: 'Add a node',
  wire: 'Add a node',
  splice: 'Put a node into the wire',
  replace: 'Replace the node',
};

/** Search for a node type, at the pointer or in the middle. With a wire it offers only what fits, and wires the choice. */
export function NodeSearch({ at, purpose }: Omit<SearchDialog, 'type'>) {
  const editor = useEditor();
  const { session } = editor;
  const catalog = useSession((state) => state.catalog);
  const preferences = useSession((state) => state.preferences);
  const element = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [query, setQuery] = useState('');
  const groups = useMemo(
    () => searchOptions(editor, { catalog, preferences }, { purpose, query }),
    [editor, catalog, preferences, purpose, query],
  );
  const found = useMemo(() => groups.flatMap(({ nodes }) => nodes), [groups]);

  const close = (): void => session.setState({ dialog: null });
  const choose = (descriptor: NodeDescriptor | undefined): void => {
    if (descriptor === undefined) return;
    close();
    applyChoice(editor, descriptor, { at, purpose });
  };
  const { active, setActive, onKeyDown } = useOptions(found.length, (index) => choose(found[index]));
  const optionId = (index: number): string => `${listId}-${index}`;

  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  useEffect(() => {
    if (active === -1) return;
    const option = list.current?.querySelectorAll('[role=option]')[active];
    option?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const style =
    at === null
      ? undefined
      : {
          margin: 0,
          left: Math.max(margin, Math.min(at.x, innerWidth - width - margin)),
          top: Math.max(margin, Math.min(at.y, innerHeight - height - margin)),
        };
  const description = found[active]?.description ?? '';
  return (
    // Escape does what a click beside the dialog does.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      className={styles['searchDialog']}
      style={style}
      aria-label={titles[purpose.kind]}
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
          aria-activedescendant={active === -1 ? undefined : optionId(active)}
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
      {purpose.kind === 'wire' && (
        <p className={styles['filter']}>
          <PortShape type={purpose.wire.port.portType} many={purpose.wire.port.cardinality === 'many'} />
          {purpose.wire.side === 'output'
            ? `takes ${purpose.wire.port.label}`
            : `gives ${purpose.wire.port.label}`}
        </p>
      )}
      {/* The combobox pattern: a native datalist can show neither signs nor a filter. */}
      {/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */}
      <div ref={list} id={listId} role="listbox" aria-label="Nodes" className={styles['options']}>
        {groups.map(({ heading, nodes }) => (
          <div key={heading ?? ''} role="group" aria-label={heading ?? 'Nodes'}>
            {heading !== undefined && (
              <p className={styles['heading']} aria-hidden="true">
                {heading}
              </p>
            )}
            {nodes.map((descriptor) => {
              const index = found.indexOf(descriptor);
              return (
                <div
                  key={descriptor.type}
                  id={optionId(index)}
                  role="option"
                  aria-selected={index === active}
                  aria-label={descriptor.title}
                  className={styles['option']}
                  onPointerMove={() => setActive(index)}
                  onClick={() => choose(descriptor)}
                >
                  <NodeOptionContent descriptor={descriptor} />
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {/* oxlint-enable */}
      {found.length === 0 ? (
        <p className={styles['none']}>
          {purpose.kind === 'wire' || purpose.kind === 'splice'
            ? 'No node of that name fits this wire.'
            : 'No node is called that.'}
        </p>
      ) : (
        <p className={styles['description']} aria-live="off">
          {description}
        </p>
      )}
    </dialog>
  );
}
