import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { openHost } from '#host/open-host.ts';
import { leaveServerNote, removeServerNote } from '#host/server-note.ts';
import { readSettings } from '#platform/settings.ts';
import { runServer } from '#server/start.ts';

import { nodesFolder, packageFolder } from '../folders.ts';
import { openOrExplain } from '../open-or-explain.ts';
import { redactOutput } from '../redact-output.ts';

export interface StartOptions {
  readonly port?: number;
  readonly host?: string;
  readonly token?: string;
  readonly allowedHost?: readonly string[];
  readonly data?: string;
  readonly open: boolean;
  readonly build?: boolean;
}

/** Starts the server and the editor, and stays until it is stopped. */
export async function start(options: StartOptions): Promise<number> {
  const editorFolder = join(packageFolder, 'dist', 'editor');
  const settings = readSettings(process.env, {
    dataFolder: options.data,
    host: options.host,
    port: options.port,
    token: options.token,
    allowedHosts: options.allowedHost,
  });
  if (options.build === true || !existsSync(join(editorFolder, 'index.html'))) await buildEditor();
  const host = await openOrExplain(
    () =>
      openHost({
        settings,
        environment: process.env,
        nodesFolder,
        report: (message) => console.error(message),
      }),
    settings,
  );
  redactOutput(host.keys.guard);
  try {
    return await runServer({
      host,
      settings,
      open: options.open,
      editorFolder,
      onReady: (url) => leaveServerNote(settings.dataFolder, url),
    });
  } finally {
    await removeServerNote(settings.dataFolder);
  }
}

async function buildEditor(): Promise<void> {
  const { build } = await import('vite');
  await build({ root: packageFolder, logLevel: 'warn' });
}
