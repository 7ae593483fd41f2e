import { useEffect, useState, type FormEvent } from 'react';

import type { ProviderStatus, ProviderTest } from '#core/api/providers.ts';

import { messageOf } from '../../../remote/remote-error.ts';
import { useSession } from '../../../state/stores.ts';
import { Button } from '../../../ui/button.tsx';
import { formatUsd } from '../../../ui/money.ts';
import { useEditor } from '../../editor.ts';
import { loadProviders } from '../../load.ts';
import { notify } from '../../notices.ts';

import styles from './settings.module.css';

/** Who draws the images, and their keys. Keys go to the server and never come back. */
export function ProviderSettings() {
  const editor = useEditor();
  const providers = useSession((state) => state.providers);
  useEffect(() => {
    void loadProviders(editor);
  }, [editor]);
  return (
    <>
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
    </>
  );
}

function Provider({ status }: { readonly status: ProviderStatus }) {
  const editor = useEditor();
  const { remote, session } = editor;
  const { provider, title, demo, keySet, keySource, auto } = status;
  const [key, setKey] = useState('');
  const [test, setTest] = useState<ProviderTest | 'asking'>();
  const change = async (act: () => Promise<unknown>, done: string): Promise<void> => {
    setTest(undefined);
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
  const ask = async (): Promise<void> => {
    setTest('asking');
    try {
      setTest(await remote.testProvider(provider));
    } catch (error) {
      setTest({ ok: false, message: messageOf(error), balanceUsd: null });
    }
  };
  return (
    <li className={styles['provider']}>
      <div className={styles['providerHead']}>
        <h3>{title}</h3>
        {auto && <span className={styles['badge']}>auto</span>}
        <span className={styles['help']}>{describeKey(status)}</span>
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
      <div className={styles['line']}>
        <span className={styles['help']}>{describeLimits(status)}</span>
        {(demo || keySet) && (
          <Button
            aria-label={`Test ${title}`}
            title="Asks a question that costs nothing"
            disabled={test === 'asking'}
            onClick={() => void ask()}
          >
            {test === 'asking' ? 'Asking…' : 'Test'}
          </Button>
        )}
      </div>
      <output className={styles['test']} data-ok={test !== undefined && test !== 'asking' && test.ok}>
        {test !== undefined &&
          test !== 'asking' &&
          `${test.message}${test.balanceUsd === null ? '' : ` Balance: ${formatUsd(test.balanceUsd)}.`}`}
      </output>
    </li>
  );
}

function describeKey({ demo, keySet, keyHint, keySource, keyVariable }: ProviderStatus): string {
  if (demo) return 'Free pictures, marked as demo. Needs no key.';
  if (!keySet) return 'No key';
  const hint = `Key ending in ${keyHint ?? '····'}`;
  return keySource === 'environment' ? `${hint}, from ${keyVariable ?? 'the environment'}` : hint;
}

function describeLimits({ limits }: ProviderStatus): string {
  if (limits === undefined) return '';
  const { concurrency, perMinute } = limits;
  const atOnce = concurrency === 0 ? 'Any number of batches at once' : `${concurrency} batches at once`;
  return perMinute === 0 ? `${atOnce}.` : `${atOnce}, ${perMinute} a minute.`;
}
