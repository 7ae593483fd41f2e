import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { expectClean } from './axe.ts';
import { expect, node, test } from './rig.ts';

const promptOf = (page: Page) => node(page, 'Prompt').getByRole('textbox');
const choose = async (page: Page, item: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};
const notices = (page: Page) => page.getByRole('log', { name: 'Notices' });

test('tabs have histories of their own, close with undo, come back after a reload and a killed page', async ({
  editor,
  context,
  server,
}) => {
  const tabs = editor.getByRole('navigation', { name: 'Open workflows' });
  await promptOf(editor).fill('a lighthouse keeper');
  await choose(editor, 'New workflow');
  await expect(editor.locator('[data-node-id]')).toHaveCount(0);
  await editor.getByRole('button', { name: /^Comic strip/ }).click();
  await expect(promptOf(editor)).toHaveValue(/little robot/);
  await promptOf(editor).fill('a comic of my own');
  await expect(tabs.getByRole('listitem')).toHaveCount(2);

  await test.step('undo stays in its tab', async () => {
    await tabs.getByRole('button', { name: /^Fox storyboard/ }).click();
    await expect(promptOf(editor)).toHaveValue('a lighthouse keeper');
    await editor.getByRole('button', { name: 'Undo' }).click();
    await expect(promptOf(editor)).toHaveValue(/young fox/);
    await editor.keyboard.press('Alt+BracketRight');
    await expect(promptOf(editor)).toHaveValue('a comic of my own');
  });

  await test.step('closed with a key, opened again from the notice', async () => {
    await editor.keyboard.press('Alt+KeyW');
    await expect(tabs).toHaveCount(0);
    await notices(editor).getByRole('button', { name: 'Undo' }).click();
    await expect(promptOf(editor)).toHaveValue('a comic of my own');
  });

  await test.step('the page is gone without a goodbye: a new one has everything', async () => {
    await promptOf(editor).fill('typed a moment before the end');
    await editor.close({ runBeforeUnload: false });
    const next = await context.newPage();
    await next.goto(server.url);
    await expect(promptOf(next)).toHaveValue('typed a moment before the end');
    await expect(next.getByRole('navigation', { name: 'Open workflows' }).getByRole('listitem')).toHaveCount(
      2,
    );
    await expectClean(next, 'tabs');
  });
});

test('a saved workflow saves itself, also when the server was away; its versions come back', async ({
  page,
  server,
}) => {
  const file = join(server.folder, 'data', 'workflows', 'Fox storyboard.json');
  const saved = async (): Promise<string> => readFile(file, 'utf8').catch(() => '');
  await page.goto(server.url);
  await promptOf(page).fill('first words');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  await promptOf(page).fill('second words');
  await expect.poll(saved).toContain('second words');

  await server.kill();
  await promptOf(page).fill('typed while the server was away');
  await server.start();
  await expect.poll(saved).toContain('typed while the server was away');

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Menu' }).focus();
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog');
  await expectClean(page, 'workflows');
  await dialog.getByRole('button', { name: 'Versions of Fox storyboard' }).click();
  await dialog
    .getByRole('button', { name: /^Restore the version/ })
    .last()
    .click();
  await expect(promptOf(page)).toHaveValue('first words');
  await expect.poll(saved).toContain('first words');
});

test('the browser of workflows: search, rename, duplicate, delete with undo, the bin, the command', async ({
  editor,
  context,
  server,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const dialog = editor.getByRole('dialog');
  await editor.keyboard.press('Control+s');
  await expect(editor.getByText('saved', { exact: true })).toBeVisible();
  await choose(editor, 'Open…');
  await dialog.getByRole('button', { name: 'Duplicate Fox storyboard' }).click();
  await dialog.getByRole('button', { name: 'Rename Fox storyboard copy' }).click();
  await dialog.getByRole('textbox', { name: 'New name of Fox storyboard copy' }).fill('tales/Second fox');
  await editor.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'tales' })).toBeVisible();
  await dialog.getByRole('searchbox').fill('second');
  await expect(dialog.getByRole('button', { name: /^Rename/ })).toHaveCount(1);

  await dialog.getByRole('button', { name: 'Move tales/Second fox to the bin' }).click();
  await expect(dialog.getByText('No workflow is called that.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(dialog.getByRole('button', { name: 'Rename tales/Second fox' })).toBeVisible();

  await dialog.getByRole('button', { name: 'Move tales/Second fox to the bin' }).click();
  await dialog.getByRole('button', { name: 'Bin', exact: true }).click();
  await dialog.getByRole('button', { name: 'Take tales/Second fox out of the bin' }).click();
  await dialog.getByRole('button', { name: 'Back to the workflows' }).click();
  await dialog.getByRole('button', { name: 'Copy the command that runs tales/Second fox' }).click();
  await expect
    .poll(() => editor.evaluate('navigator.clipboard.readText()'))
    .toMatch(/^npx batchwork run '.*tales\/Second fox\.json' --data /);
  await dialog.getByRole('searchbox').fill('');
  await dialog.getByRole('button', { name: /^Second fox/ }).click();
  await expect(editor.getByRole('navigation', { name: 'Open workflows' })).toBeVisible();
  expect(server.url).toContain('127.0.0.1');
});

test('a file that changed elsewhere is nobody’s loss: theirs, mine, or a copy', async ({
  page,
  context,
  server,
}) => {
  const file = join(server.folder, 'data', 'workflows', 'Fox storyboard.json');
  await page.goto(server.url);
  await promptOf(page).fill('mine');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();

  await test.step('without edits the new version just comes in', async () => {
    await writeFile(file, (await readFile(file, 'utf8')).replace('"mine"', '"from the disk"'));
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await expect(promptOf(page)).toHaveValue('from the disk');
  });

  await test.step('edited in two windows: this one is asked', async () => {
    const other = await context.newPage();
    await other.goto(server.url);
    await other.getByRole('button', { name: 'Menu' }).focus();
    await other.keyboard.press('w');
    await other
      .getByRole('dialog')
      .getByRole('button', { name: /^Fox storyboard/ })
      .click();
    await expect(promptOf(other)).toHaveValue('from the disk');
    // Between the two edits nothing is saved: the server is away for a moment.
    await server.kill();
    await promptOf(page).fill('mine again');
    await promptOf(other).fill('theirs');
    await page.close();
    await server.start();
    await expect(other.getByText('saved', { exact: true })).toBeVisible();
    const back = await context.newPage();
    await back.goto(server.url);
    await expect(promptOf(back)).toHaveValue('mine again');
    await back.getByRole('button', { name: 'changed elsewhere' }).click();
    const dialog = back.getByRole('dialog');
    await expect(dialog).toContainText('Nothing is lost');
    await expectClean(back, 'conflict');
    await dialog.getByRole('button', { name: 'Take theirs' }).click();
    await expect(promptOf(back)).toHaveValue('theirs');
    await notices(back).getByRole('button', { name: 'Open it again' }).click();
    await expect(promptOf(back)).toHaveValue('mine again');
  });
});

test('a link carries the workflow; a damaged one says so', async ({ editor, context, server }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await promptOf(editor).fill('shared by a link');
  await choose(editor, /^Copy a link/);
  await expect(notices(editor)).toContainText('The link is copied');
  const link = String(await editor.evaluate('navigator.clipboard.readText()'));
  expect(link.startsWith(`${server.url}/#workflow=`)).toBe(true);
  const other = await context.newPage();
  await other.goto(link);
  await expect(promptOf(other)).toHaveValue('shared by a link');
  expect(other.url()).not.toContain('#');
  await other.goto(`${server.url}/#workflow=broken`);
  await expect(notices(other)).toContainText('damaged');
});
