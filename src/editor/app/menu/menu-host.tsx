import { useCallback, useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';

import type { OpenMenu } from '../../state/session-store.ts';
import { commandOf } from '../commands/command-table.ts';
import type { Command } from '../commands/command.ts';
import { useKeyWords } from '../commands/use-keys.ts';
import { useEditor } from '../editor.ts';
import { menuItems } from './menu-items.ts';

import styles from './menu.module.css';

/** Room that a menu leaves to the edge of the window, in px. */
const margin = 8;

/**
 * The open menu, made from the command table: arrows, Home, End and first letters move, Enter and Space choose, Escape
 * and Tab leave and give the focus back (WAI-ARIA Authoring Practices, menu).
 */
export function MenuHost({ menu }: { readonly menu: OpenMenu }) {
  const editor = useEditor();
  const { session } = editor;
  const onClose = useCallback(() => session.setState({ menu: null }), [session]);
  const keyWords = useKeyWords();
  const list = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  const { kind, at } = menu;

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    const inside = (wanted: number, size: number, room: number): number =>
      Math.max(margin, Math.min(wanted, room - size - margin));
    element.style.left = `${inside(at.x, width, innerWidth)}px`;
    element.style.top = `${inside(at.y + 2, height, innerHeight)}px`;
  }, [at]);

  useEffect(() => {
    before.current ??= document.activeElement;
    itemsOf(list.current)[0]?.focus({ preventScroll: true });
    const leave = (event: PointerEvent): void => {
      if (event.target instanceof Node && list.current?.contains(event.target) !== true) onClose();
    };
    document.addEventListener('pointerdown', leave, true);
    globalThis.addEventListener('blur', onClose);
    return () => {
      document.removeEventListener('pointerdown', leave, true);
      globalThis.removeEventListener('blur', onClose);
    };
  }, [onClose]);

  const giveFocusBack = (): void => {
    if (before.current instanceof HTMLElement || before.current instanceof SVGElement)
      before.current.focus({ preventScroll: true });
  };
  const choose = (command: Command): void => {
    if (command.enabled?.(editor) === false) return;
    // Before the command, which may put the focus elsewhere.
    giveFocusBack();
    onClose();
    void command.run(editor);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = itemsOf(list.current);
    const now = items.findIndex((item) => item === document.activeElement);
    const target = targetOf(event, items, now);
    if (target !== undefined) items[target]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') {
      giveFocusBack();
      onClose();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section aria-label={`${kind} menu`}>
      <div
        ref={list}
        role="menu"
        tabIndex={-1}
        aria-label={`${kind} menu`}
        className={styles['menu']}
        onKeyDown={onKeyDown}
        onContextMenu={(event) => event.preventDefault()}
      >
        {menuItems[kind].map((id, index) => {
          // Lines have no other name than their place.
          // oxlint-disable-next-line react/no-array-index-key
          if (id === null) return <hr key={`line-${index}`} className={styles['line']} />;
          const command = commandOf(id);
          const [keys] = keyWords(command);
          return (
            <button
              key={id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={styles['item']}
              aria-disabled={command.enabled?.(editor) === false}
              onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
              onClick={() => choose(command)}
            >
              {command.title}
              {keys !== undefined && <kbd aria-hidden="true">{keys}</kbd>}
            </button>
          );
        })}
      </div>
    </section>
  );
}

const itemsOf = (list: HTMLElement | null): HTMLButtonElement[] => [
  ...(list?.querySelectorAll<HTMLButtonElement>('[role=menuitem]') ?? []),
];

/** Index of the item that a key leads to; undefined for keys that move nothing. */
function targetOf(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  items: readonly HTMLButtonElement[],
  now: number,
): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return (now + 1) % items.length;
    case 'ArrowUp':
      return (Math.max(now, 0) - 1 + items.length) % items.length;
    case 'Home':
      return 0;
    case 'End':
      return items.length - 1;
    default: {
      if (key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return undefined;
      const order = [...items.keys()].map((step) => (now + 1 + step) % items.length);
      return order.find((at) => items[at]?.textContent.toLowerCase().startsWith(key.toLowerCase()));
    }
  }
}
