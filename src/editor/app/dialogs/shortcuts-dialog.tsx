import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { commandTable } from '../commands/command-table.ts';
import { useKeyWords } from '../commands/use-keys.ts';

import styles from './dialogs.module.css';

/** Every shortcut of the command table. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const { session } = useStores();
  const keyWords = useKeyWords();
  const groups = Map.groupBy(
    commandTable.flatMap((command) => {
      const keys = keyWords(command);
      return keys.length === 0 ? [] : [{ command, keys }];
    }),
    ({ command }) => command.group,
  );
  return (
    <Dialog title="Keyboard shortcuts" wide onClose={onClose}>
      <div className={styles['above']}>
        <Button onClick={() => session.setState({ dialog: { type: 'settings', section: 'keys' } })}>
          Change keys…
        </Button>
      </div>
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
                      <kbd key={key}>{key}</kbd>
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
