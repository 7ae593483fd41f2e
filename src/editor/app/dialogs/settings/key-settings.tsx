import { RotateCcw } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';

import { useSession, useStores } from '../../../state/stores.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { commandTable } from '../../commands/command-table.ts';
import type { Command } from '../../commands/command.ts';
import { browserKeys, describeKeys, isMac } from '../../commands/key-words.ts';
import { canonicalKeys, keysOf, ownerOf, pressedKeys } from '../../commands/keys.ts';
import { changePreferences } from '../../keep-preferences.ts';
import { SwitchSetting } from './setting-fields.tsx';

import styles from './settings.module.css';

/** Every command with its keys, which a person may change. */
export function KeySettings({ query }: { readonly query: string }) {
  const { session } = useStores();
  const preferences = useSession((state) => state.preferences);
  const commands = commandTable.filter(({ id }) => browserKeys[id] === undefined);
  const named = commands.filter(({ title }) => title.toLowerCase().includes(query));
  return (
    <>
      <SwitchSetting
        title="Single letters are shortcuts"
        help="Off: only keys together with Ctrl, Alt or ⌘ do something. Good with speech input."
        value={preferences.singleLetters}
        onChange={(singleLetters) => changePreferences(session, { singleLetters })}
      />
      <ul className={styles['keys']} aria-label="Keys of commands">
        {(named.length === 0 ? commands : named).map((command) => (
          <KeyRow key={command.id} command={command} />
        ))}
      </ul>
      <div className={styles['line']}>
        <Button
          disabled={Object.keys(preferences.keys).length === 0}
          onClick={() => changePreferences(session, { keys: {} })}
        >
          Reset all keys
        </Button>
      </div>
    </>
  );
}

function KeyRow({ command }: { readonly command: Command }) {
  const { session } = useStores();
  const preferences = useSession((state) => state.preferences);
  const [listening, setListening] = useState(false);
  const [wanted, setWanted] = useState<string>();
  const mac = isMac();
  const { id, title } = command;
  const keys = keysOf(command, { ...preferences, singleLetters: true });
  const owner = wanted === undefined ? undefined : ownerOf(wanted, id, preferences);
  const change = (own: Readonly<Record<string, string[]>>): void => {
    changePreferences(session, { keys: { ...preferences.keys, ...own } });
    setWanted(undefined);
    setListening(false);
  };
  const listen = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setListening(false);
      return;
    }
    const pressed = pressedKeys(event, mac);
    if (pressed === undefined) return;
    if (ownerOf(pressed, id, preferences) === undefined) change({ [id]: [pressed] });
    else setWanted(pressed);
  };
  const reset = (): void =>
    changePreferences(session, {
      keys: Object.fromEntries(Object.entries(preferences.keys).filter(([other]) => other !== id)),
    });
  return (
    <li className={styles['keyRow']}>
      <span className={styles['keyTitle']}>{title}</span>
      {owner !== undefined && wanted !== undefined && (
        <span className={styles['warning']} role="alert">
          {describeKeys(wanted, mac)} belongs to “{owner.title}”.
          <Button
            onClick={() =>
              change({
                [id]: [wanted],
                [owner.id]: keysOf(owner, { ...preferences, singleLetters: true }).filter(
                  (key) => canonicalKeys(key) !== canonicalKeys(wanted),
                ),
              })
            }
          >
            Take it
          </Button>
          <Button
            onClick={() => {
              setWanted(undefined);
              setListening(false);
            }}
          >
            Leave it
          </Button>
        </span>
      )}
      {wanted === undefined && (
        <button
          type="button"
          className={styles['keyButton']}
          aria-label={
            listening
              ? `Press the new keys for ${title}`
              : `Keys for ${title}: ${keys.map((key) => describeKeys(key, mac)).join(' or ') || 'none'}`
          }
          onClick={() => setListening(true)}
          onBlur={() => setListening(false)}
          onKeyDown={listening ? listen : undefined}
        >
          {listening ? (
            'Press keys…'
          ) : keys.length === 0 ? (
            <span className={styles['help']}>none</span>
          ) : (
            keys.map((key) => <kbd key={key}>{describeKeys(key, mac)}</kbd>)
          )}
        </button>
      )}
      <IconButton
        label={`Reset keys for ${title}`}
        disabled={preferences.keys[id] === undefined}
        onClick={reset}
      >
        <RotateCcw size={14} />
      </IconButton>
    </li>
  );
}
