import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import {
  serverSettingsSchema,
  type ChangeSettings,
  type ServerSettings,
  type SettingsAnswer,
} from '#core/api/settings.ts';

import { errorCode, writeWhole } from './durable-file.ts';
import { keyFile } from './keys.ts';
import type { Settings } from './settings.ts';

/** Settings that hold for every way into this Batchwork. Those of the environment win over those set in the editor. */
export interface ServerSettingsStore {
  current(): ServerSettings;
  /** With the names of those that the environment sets. */
  read(): SettingsAnswer;
  /** On disk before it answers. Those that the environment sets are refused: answers with their variable. */
  change(change: ChangeSettings): Promise<{ ok: true } | { ok: false; variable: string }>;
  /** Answers with a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
}

/** `settings.json` beside the keys. */
export const serverSettingsFile = (environment: Readonly<Record<string, string | undefined>>): string =>
  join(dirname(keyFile(environment)), 'settings.json');

/** Opens the settings. A missing file sets nothing; one that cannot be read is an error that names it. */
export async function openServerSettings(options: {
  file: string;
  settings: Pick<Settings, 'caps' | 'capVariables' | 'embedWorkflow'>;
}): Promise<ServerSettingsStore> {
  const { file, settings } = options;
  const { capVariables, caps, embedWorkflow } = settings;
  const fromEnvironment: SettingsAnswer['fromEnvironment'] = {
    ...capVariables,
    ...(embedWorkflow === undefined ? {} : { embedWorkflow: 'BATCHWORK_EMBED_WORKFLOW' }),
  };
  const fallback: ServerSettings = { maxRunUsd: caps.runUsd, maxDayUsd: caps.dayUsd, embedWorkflow: true };
  let kept = await readKept(file);
  const listeners = new Set<() => void>();
  let writing: Promise<unknown> = Promise.resolve();

  const current = (): ServerSettings => ({
    ...fallback,
    ...kept,
    ...(capVariables.maxRunUsd === undefined ? {} : { maxRunUsd: caps.runUsd }),
    ...(capVariables.maxDayUsd === undefined ? {} : { maxDayUsd: caps.dayUsd }),
    ...(embedWorkflow === undefined ? {} : { embedWorkflow }),
  });

  return {
    current,
    read: () => ({ settings: current(), fromEnvironment }),
    change: async (change) => {
      const fixed =
        (change.maxRunUsd === undefined ? undefined : capVariables.maxRunUsd) ??
        (change.maxDayUsd === undefined ? undefined : capVariables.maxDayUsd) ??
        (change.embedWorkflow === undefined ? undefined : fromEnvironment.embedWorkflow);
      if (fixed !== undefined) return { ok: false, variable: fixed };
      // One change after the other, each on the newest state.
      const written = writing
        .catch(() => undefined)
        .then(async () => {
          const next = { ...kept, ...change };
          await writeWhole(file, `${JSON.stringify(next, undefined, 2)}\n`, { mode: 0o600 });
          kept = next;
          for (const listener of listeners) listener();
        });
      writing = written;
      await written;
      return { ok: true };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function readKept(file: string): Promise<ChangeSettings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {};
    throw error;
  }
  try {
    return serverSettingsSchema.partial().parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} holds no settings that can be read. Mend or delete it.`);
  }
}
