import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { test as base, expect, type Locator, type Page } from '@playwright/test';

/** A built server on a data folder of its own. */
export interface TestServer {
  readonly url: string;
  readonly folder: string;
  /** Files below `data/output`, sorted. */
  outputs(): Promise<string[]>;
  kill(): Promise<void>;
  start(): Promise<void>;
}

interface Fixtures {
  /** Variables of the server beyond the usual ones. */
  environment: Readonly<Record<string, string>>;
  server: TestServer;
  /** The editor, opened, with every complaint of the page collected. */
  editor: Page;
}

const environmentOf = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  BATCHWORK_DATA: join(folder, 'data'),
  BATCHWORK_CONFIG: join(folder, 'config'),
  BATCHWORK_POLL_MS: '100',
  RUNCOMFY_TOKEN: '',
  WAVESPEED_API_KEY: '',
});

/** Runs the command line in a test's folder and answers with what it said. */
export function batchwork(
  server: TestServer,
  parameters: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['src/cli/bin/batchwork.js', ...parameters], {
      env: environmentOf(server.folder),
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, stdout, stderr }));
  });
}

export const test = base.extend<Fixtures>({
  environment: async ({ browserName: _browserName }, use) => use({}),
  server: async ({ environment }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'batchwork-e2e-'));
    let child: ChildProcess | undefined;
    let url = '';
    let port = '0';
    const start = async (): Promise<void> => {
      const started = spawn(
        process.execPath,
        ['src/cli/bin/batchwork.js', 'start', '--no-open', '--port', port],
        {
          env: { ...environmentOf(folder), ...environment },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      child = started;
      url = await new Promise<string>((resolve, reject) => {
        let said = '';
        started.stdout.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          const ready = /Batchwork is ready at (\S+)/.exec(said);
          if (ready?.[1] !== undefined) resolve(ready[1]);
        });
        started.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
      });
      port = new URL(url).port;
    };
    const kill = async (): Promise<void> => {
      const running = child;
      if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await ended;
    };
    await start();
    await use({
      get url() {
        return url;
      },
      folder,
      start,
      kill,
      outputs: async () => {
        const entries = await readdir(join(folder, 'data', 'output'), {
          recursive: true,
          withFileTypes: true,
        });
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'data', 'output').length + 1))
          .toSorted((a, b) => a.localeCompare(b));
      },
    });
    await kill();
    await rm(folder, { recursive: true, force: true });
  },
  editor: async ({ page, server }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(server.url);
    await expect(page.locator('[data-node-id]').first()).toBeVisible();
    await use(page);
    expect(complaints).toEqual([]);
  },
});

export const node = (page: Page, type: string): Locator => page.locator(`[data-node-type="${type}"]`);

/** Drags a node type from the library to a place on the canvas, in px from its corner. */
export async function dragNode(page: Page, title: string, place: { x: number; y: number }): Promise<void> {
  const option = page.getByRole('region', { name: 'Node library' }).getByLabel(title, { exact: true });
  await option.dragTo(page.getByRole('region', { name: 'Canvas' }), { targetPosition: place });
}

/** Drags a wire from an output to an input, by hand. */
export async function wire(
  page: Page,
  from: { type: string; output: string },
  to: { type: string; input: string },
): Promise<void> {
  const output = node(page, from.type).locator(`[data-side="output"][data-port$=".${from.output}"]`);
  const input = node(page, to.type).locator(`[data-side="input"][data-port$=".${to.input}"]`);
  const [start, end] = [await output.boundingBox(), await input.boundingBox()];
  if (start === null || end === null) throw new Error(`no port ${from.output} or ${to.input} in sight`);
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 8 });
  await page.mouse.up();
}

/** The images that a node shows. */
export const images = (shown: Locator): Locator => shown.getByRole('button', { name: /^Open image/ });

export const runButton = (page: Page): Locator => page.getByRole('button', { name: /^Run/ }).first();

export { expect };
