import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

/** More connections than the server may have files. */
const connections = 200;

const server = 'ulimit -n 100 && exec "$0" src/cli/bin/batchwork.js start --no-open --port 0';

test.skipIf(process.platform === 'win32')(
  'F58 without a file to spare, connections are turned away; the server stays, and answers as soon as there is one',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'batchwork-files-'));
    const child = spawn('sh', ['-c', server, process.execPath], {
      env: { ...process.env, BATCHWORK_DATA: folder, BATCHWORK_CONFIG: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve) => {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /ready at (\S+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const open: Socket[] = [];
    const turnedAway = new Promise<void>((resolve) => {
      for (let number = 0; number < connections; number += 1) {
        const socket = connect(Number(new URL(url).port), '127.0.0.1');
        socket.on('error', () => resolve()).on('close', () => resolve());
        open.push(socket);
      }
    });
    await turnedAway;
    for (const socket of open) socket.destroy();
    const answers = async (): Promise<boolean> =>
      (await fetch(`${url}/api/batchwork/catalog`).catch(() => undefined))?.status === 200;
    while (child.exitCode === null && !(await answers()));
    expect(child.exitCode).toBe(null);
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(0);
    await rm(folder, { recursive: true });
  },
);
