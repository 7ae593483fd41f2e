import { chromium } from '@playwright/test';

import { findChromium } from '../../rig/chromium.ts';
import { expect, test } from '../rig.ts';
import { call, expectUntouched, openAttacker, workflow, attackScript } from './hostile.ts';

const body = JSON.stringify({ workflow });

/** Expects of what an attack saw that it was tried in every way and nothing could be read. */
function expectNothingRead(seen: unknown): void {
  const entries = Object.entries(seen as Record<string, 'refused' | 'opaque' | 'READ'>);
  expect(entries.length).toBeGreaterThanOrEqual(15);
  expect(entries.filter(([, what]) => what === 'READ')).toEqual([]);
}

let attacker: Awaited<ReturnType<typeof openAttacker>>;
test.beforeEach(async () => {
  attacker = await openAttacker();
});
test.afterEach(() => attacker.close());

test('a hostile page on another port of this machine', async ({ page, server }) => {
  await page.goto(attacker.origin);
  expectNothingRead(await call(page, 'attack', { target: server.url, body }));
  expectNothingRead(
    await call(page, 'attack', { target: server.url.replace('127.0.0.1', 'localhost'), body }),
  );
  await expectUntouched(server);
});

test('a hostile page in a sandboxed frame, whose origin is null', async ({ page, server }) => {
  await page.goto(attacker.origin);
  await call(page, 'showFrame', { sandbox: true });
  const frame = await (await page.waitForSelector('#shown')).contentFrame();
  await frame?.waitForFunction('globalThis.attack');
  expectNothingRead(
    await frame?.evaluate(`globalThis.attack(${JSON.stringify({ target: server.url, body })})`),
  );
  await expectUntouched(server);
});

test('a hostile page under a name that it lets point here', async ({ server }) => {
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--host-resolver-rules=MAP evil.example 127.0.0.1'],
  });
  try {
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    const answer = await page.goto(`http://evil.example:${new URL(server.url).port}/`);
    expect(answer?.status()).toBe(403);
    // Same origin as far as the browser knows: everything may be sent, and every answer read.
    await page.addScriptTag({ path: attackScript });
    expect(await call(page, 'askAtHome', body)).toEqual([403, 403, 'refused']);
  } finally {
    await browser.close();
  }
  await expectUntouched(server);
});

test('a hostile page that frames the editor sees nothing, and one that opens it is cut off', async ({
  page,
  server,
}) => {
  await page.goto(attacker.origin);
  await call(page, 'showFrame', { url: server.url });
  const frame = await (await page.waitForSelector('#shown')).contentFrame();
  await frame?.waitForLoadState();
  expect((await frame?.content()) ?? '').not.toContain('id="root"');
  const opened = page.waitForEvent('popup');
  await call(page, 'openWindow', server.url);
  await (await opened).waitForLoadState();
  expect(await page.evaluate('globalThis.opened.closed')).toBe(true);
});

test('a hostile page cannot show a stored image, and the image by itself can do nothing', async ({
  page,
  server,
}) => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const assets = `${server.url}/api/batchwork/assets`;
  const { hash } = (await (await fetch(assets, { method: 'POST', body: png })).json()) as { hash: string };
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  for (const other of [svg, `<!doctype html>${svg}`, '%PDF-1.7', 'P5 1 1 255 a'])
    expect((await fetch(assets, { method: 'POST', body: other })).status).toBe(422);
  await page.goto(attacker.origin);
  expect(await call(page, 'readImage', `${assets}/${hash}`)).toBe('refused');
  const answer = await fetch(`${assets}/${hash}`);
  expect(answer.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-type')).toBe('image/png');
});
