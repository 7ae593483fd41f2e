import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

import type { Page } from '@playwright/test';

import { expect, type TestServer } from '../rig.ts';

/** A free workflow; whether it was started is all that counts. */
export const workflow = {
  format: 'batchwork',
  version: 1,
  name: 'Stolen',
  nodes: [
    {
      id: 'g',
      type: 'SequentialGenerate',
      position: { x: 0, y: 0 },
      inputs: { prompt: 'Generate 1 image of a purse', count: 1, provider: 'local' },
    },
    { id: 's', type: 'Save', position: { x: 400, y: 0 }, inputs: { filename_prefix: 'stolen' } },
  ],
  edges: [{ from: { node: 'g', output: 'images' }, to: { node: 's', input: 'images' } }],
};

/** What runs in the attacker's page. */
export const attackScript = 'test/fixtures/attacker/attack.js';

/** The attacker's web server on another port of this machine: one page, without any policy. */
export async function openAttacker(): Promise<{ origin: string; close(): Promise<void> }> {
  const script = await readFile(attackScript, 'utf8');
  const server = createServer((request, response) =>
    request.url === '/attack.js'
      ? response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
      : response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<!doctype html><title>attacker</title><body><script src="/attack.js"></script>'),
  );
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Calls a function of the attack script in a page or frame. */
export const call = (page: Pick<Page, 'evaluate'>, name: string, parameter: unknown): Promise<unknown> =>
  page.evaluate(`globalThis[${JSON.stringify(name)}](${JSON.stringify(parameter)})`);

/** Nothing was started and no key was set: what a program on this machine sees. */
export async function expectUntouched(server: TestServer): Promise<void> {
  expect(await (await fetch(`${server.url}/api/v2/jobs`)).json()).toEqual({ jobs: [] });
  expect(await (await fetch(`${server.url}/api/batchwork/providers`)).json()).toMatchObject({
    providers: [{ provider: 'runcomfy', keySet: false }, {}, {}],
  });
}
