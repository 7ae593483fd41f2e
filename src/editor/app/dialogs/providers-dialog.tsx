import { useEffect, useState, type FormEvent } from 'react';

import type { ProviderStatus } from '#core/api/providers.ts';

import { messageOf } from '../../remote/remote-error.ts';
import { useSession } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useEditor } from '../editor.ts';
import { loadProviders } from '../load.ts';
import { notify } from '../notices.ts';

import styles from './dialogs.module.css';

/** Who draws the images, and their keys. Keys go to the server and never come back. */
export function ProvidersDialog({ onClose }: { readonly onClose: () => void }) {
  const editor = useEditor();
  const providers = useSession((state) => state.providers);
  useEffect(() => {
    void loadProviders(editor);
  }, [editor]);
  return (
    <Dialog title="Providers and keys" onClose={onClose}>
      <p className={styles['help']}>
        Nodes whose provider is “auto” use the first provider that has a key, in this order. Without any key
        the demo draws, for free.
      </p>
      <ul className={styles['providers']}>
        {providers.map((provider) => (
          <Provider key={provider.provider} status={provider} />
        ))}
      </ul>
      {providers.length === 0 && <p className={styles['help']}>The server does not answer.</p>}
    </Dialog>
  );
}

function Provider({ status }: { readonly status: ProviderStatus }) {
  const editor = useEditor();
  const { remote, session } = editor;
  const { provider, title, demo, keySet, keyHint, keySource, keyVariable, auto } = status;
  const [key, setKey] = useState('');
  const change = async (act: () => Promise<unknown>, done: string): Promise<void> => {
    try {
      await act();
      setKey('');
      notify(session, 'info', done);
    } catch (error) {
      notify(session, 'error', messageOf(error));
    }
    await loadProviders(editor);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void change(() => remote.setKey(provider, key.trim()), `The key for ${title} is set.`);
  };
  return (
    <li className={styles['provider']}>
      <div className={styles['providerHead']}>
        <strong>{title}</strong>
        {auto && <span className={styles['badge']}>auto</span>}
        <span className={styles['help']}>
          {demo
            ? 'Free pictures, marked as demo. Needs no key.'
            : keySet
              ? `Key ending in ${keyHint ?? '····'}${keySource === 'environment' ? `, from ${keyVariable ?? 'the environment'}` : ''}`
              : 'No key'}
        </span>
      </div>
      {!demo && keySource !== 'environment' && (
        <form className={styles['line']} onSubmit={submit}>
          <input
            type="password"
            className={styles['input']}
            aria-label={`Key for ${title}`}
            placeholder={keySet ? 'Replace the key' : 'Paste a key'}
            autoComplete="off"
            spellCheck={false}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
          <Button type="submit" disabled={key.trim().length < 8}>
            Set
          </Button>
          {keySet && (
            <Button
              onClick={() =>
                void change(() => remote.removeKey(provider), `The key for ${title} is removed.`)
              }
            >
              Remove
            </Button>
          )}
        </form>
      )}
    </li>
  );
}
