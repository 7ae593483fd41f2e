import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { errorCode, writeWhole } from './durable-file.ts';
import { makeSecretGuard, type SecretGuard } from './secret-guard.ts';

/** Providers that take a key. */
export type KeyedProvider = 'runcomfy' | 'wavespeed';

export interface KeyStatus {
  /** Last four characters; null when no key is set, or one so short that they would tell too much. */
  readonly hint: string | null;
  readonly source: 'environment' | 'settings' | null;
}

/**
 * Keys of the providers. One from the environment wins over one that was set in the editor. Keys are kept in one file
 * that only its owner can read, outside the data folder, so that a copied data folder carries none.
 */
export interface KeyStore {
  /** For the provider's own client and nobody else. */
  get(provider: KeyedProvider): string | undefined;
  status(provider: KeyedProvider): KeyStatus;
  /** Knows every key, those that another one hides too. */
  readonly guard: SecretGuard;
  set(provider: KeyedProvider, key: string): Promise<void>;
  remove(provider: KeyedProvider): Promise<void>;
  /** Answers with a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

const fileSchema = z.looseObject({ runcomfy: z.string().optional(), wavespeed: z.string().optional() });

/** `$BATCHWORK_CONFIG/keys.json`, or `batchwork/keys.json` in the configuration folder of the user. */
export function keyFile(environment: Readonly<Record<string, string | undefined>>): string {
  const own = environment['BATCHWORK_CONFIG'];
  if (own !== undefined && own !== '') return join(own, 'keys.json');
  const shared = environment['XDG_CONFIG_HOME'];
  return join(
    shared === undefined || shared === '' ? join(homedir(), '.config') : shared,
    'batchwork',
    'keys.json',
  );
}

/** Opens the key store. A missing file holds no keys; an unreadable one is an error that names it. */
export async function openKeyStore(options: {
  file: string;
  environment: { readonly [Provider in KeyedProvider]: string | undefined };
}): Promise<KeyStore> {
  const { file, environment } = options;
  let kept = await readKeys(file);
  const listeners = new Set<() => void>();
  let writing = Promise.resolve();

  /** One change after the other, each on the newest state. */
  function change(provider: KeyedProvider, key: string | undefined): Promise<void> {
    writing = writing
      .catch(() => undefined)
      .then(async () => {
        const next = { ...kept, [provider]: key };
        await writeWhole(file, `${JSON.stringify(next, undefined, 2)}\n`, { mode: 0o600 });
        kept = next;
        for (const listener of listeners) listener();
      });
    return writing;
  }

  return {
    guard: makeSecretGuard(() =>
      [environment.runcomfy, environment.wavespeed, kept.runcomfy, kept.wavespeed].filter(
        (key) => key !== undefined,
      ),
    ),
    get: (provider) => environment[provider] ?? kept[provider],
    status(provider) {
      const key = environment[provider] ?? kept[provider];
      if (key === undefined) return { hint: null, source: null };
      return {
        hint: key.length < 12 ? null : key.slice(-4),
        source: environment[provider] === undefined ? 'settings' : 'environment',
      };
    },
    set: change,
    remove: (provider) => change(provider, undefined),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function readKeys(file: string): Promise<z.infer<typeof fileSchema>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {};
    throw error;
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    // The parser's own message would quote the file.
    throw new Error(`${file} holds no keys that can be read. Mend or delete it.`);
  }
}
