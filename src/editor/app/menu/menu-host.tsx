import { Menu } from '@base-ui/react/menu';
import { useMemo } from 'react';

import type { OpenMenu } from '../../state/session-store.ts';
import { commandOf } from '../commands/command-table.ts';
import { useKeyWords } from '../commands/use-keys.ts';
import { useEditor } from '../editor.ts';
import { menuItems } from './menu-items.ts';

import styles from './menu.module.css';

/** The open menu, made from the command table. */
export function MenuHost({ menu, onClose }: { readonly menu: OpenMenu; readonly onClose: () => void }) {
  const editor = useEditor();
  const keyWords = useKeyWords();
  const { x, y } = menu.at;
  const anchor = useMemo(() => ({ getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }), [x, y]);
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Menu.Portal>
        <Menu.Positioner
          className={styles['positioner']}
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={2}
          collisionPadding={8}
        >
          <Menu.Popup className={styles['menu']} aria-label={`${menu.kind} menu`}>
            {menuItems[menu.kind].map((id, index) => {
              // Lines have no other name than their place.
              // oxlint-disable-next-line react/no-array-index-key
              if (id === null) return <Menu.Separator key={`line-${index}`} className={styles['line']} />;
              const command = commandOf(id);
              const [keys] = keyWords(command);
              return (
                <Menu.Item
                  key={id}
                  className={styles['item']}
                  disabled={command.enabled?.(editor) === false}
                  onClick={() => {
                    onClose();
                    void command.run(editor);
                  }}
                >
                  {command.title}
                  {keys !== undefined && <kbd aria-hidden="true">{keys}</kbd>}
                </Menu.Item>
              );
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
