import { Dialog } from '../../ui/dialog.tsx';
import { commandTable } from '../commands/command-table.ts';
import { browserKeys, describeKeys, isMac } from '../commands/key-words.ts';

import styles from './dialogs.module.css';

/** Every shortcut of the command table. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const mac = isMac();
  const groups = Map.groupBy(
    commandTable.flatMap((command) => {
      const own = browserKeys[command.id];
      const keys = command.keys ?? (own === undefined ? [] : [own]);
      return keys.length === 0 ? [] : [{ command, keys }];
    }),
    ({ command }) => command.group,
  );
  return (
    <Dialog title="Keyboard shortcuts" wide onClose={onClose}>
      <div className={styles['sheet']}>
        {[...groups].map(([group, entries]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl className={styles['keys']}>
              {entries.map(({ command, keys }) => (
                <div key={command.id}>
                  <dt>{command.title}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{describeKeys(key, mac)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
