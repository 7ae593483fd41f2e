import { spawn } from 'node:child_process';

import { z } from 'zod';

import { test as base } from './rig.ts';

const logSchema = z.looseObject({ entries: z.array(z.looseObject({})) });

/** An emulated provider account, with everything that can go wrong. */
export interface TestEmulator {
  readonly url: string;
  fault(rule: object): Promise<void>;
  set(settings: object): Promise<void>;
  /** What the providers did, by their own account. */
  log(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** The editor over a server that buys: of RunComfy or WaveSpeed, both emulated in a process of their own. */
export const paidTest = base.extend<{ emulator: TestEmulator; provider: 'runcomfy' | 'wavespeed' }>({
  provider: ['wavespeed', { option: true }],
  emulator: async ({ browserName: _browserName }, use) => {
    const child = spawn(process.execPath, ['src/cli/bin/batchwork.js', 'emulate', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /https?:\/\/[^\s/]+/.exec(said);
        if (found !== null) resolve(found[0]);
      });
      child.once('exit', (code) => reject(new Error(`the emulator ended with ${code}: ${said}`)));
    });
    const post = async (path: string, body: object): Promise<void> => {
      const answer = await fetch(`${url}/__emulator${path}`, { method: 'POST', body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(await answer.text());
    };
    // Small pictures and short waits: the editor is looked at here, not the drawing.
    await post('/settings', { latencyScale: 0.5, longestSide: 512 });
    await use({
      url,
      fault: (rule) => post('/faults', rule),
      set: (settings) => post('/settings', settings),
      log: async () => {
        const answer: unknown = await (await fetch(`${url}/__emulator/log`)).json();
        return logSchema.parse(answer).entries;
      },
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  },
  environment: async ({ emulator, provider }, use) =>
    use(
      provider === 'runcomfy'
        ? { RUNCOMFY_TOKEN: 'test', RUNCOMFY_BASE_URL: emulator.url }
        : { WAVESPEED_API_KEY: 'test', WAVESPEED_BASE_URL: emulator.url },
    ),
});
