import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The built product on an empty data folder, without keys: the demo draws. */
export interface Product extends AsyncDisposable {
  readonly url: string;
}

export async function openProduct(): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'batchwork-screenshots-'));
  const child = spawn(process.execPath, ['src/cli/bin/batchwork.js', 'start', '--no-open', '--port', '0'], {
    env: {
      ...process.env,
      BATCHWORK_DATA: join(folder, 'data'),
      BATCHWORK_CONFIG: join(folder, 'config'),
      BATCHWORK_POLL_MS: '100',
      RUNCOMFY_TOKEN: '',
      WAVESPEED_API_KEY: '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const ready = /Batchwork is ready at (\S+)/.exec(said)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    child.once('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
