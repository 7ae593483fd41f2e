import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { z } from 'zod';

import { expectClean } from './axe.ts';
import { expect, node, runButton, test } from './rig.ts';

/** Bytes, gzipped, of everything that the page asks for before it is drawn. */
const firstLoadBytes = 220_000;

const manifestSchema = z.record(
  z.string(),
  z.looseObject({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
    css: z.array(z.string()).optional(),
  }),
);

test('an empty canvas says one line and shows templates with pictures; each opens where nothing overlaps', async ({
  editor,
}) => {
  await editor.keyboard.press('Alt+KeyN');
  await expect(editor.getByText('Double-click to add a node, or start from a template.')).toBeVisible();
  const cards = editor.getByRole('main').getByRole('listitem');
  await expect(cards).toHaveCount(6);
  for (const picture of await cards.locator('img').all()) {
    await picture.scrollIntoViewIfNeeded();
  }
  // As text, because the tests are checked without the browser's types.
  const drawn = "[...document.querySelectorAll('main li img')].every((image) => image.naturalWidth > 0)";
  await expect.poll(() => editor.evaluate(drawn)).toBe(true);
  await expectClean(editor, 'empty canvas');
  await editor.getByRole('button', { name: /^Comic strip/ }).click();
  await expect(node(editor, 'SequentialGenerate')).toBeVisible();
  await expect(runButton(editor)).toContainText('free');
});

test('at 200 % zoom panels lie over the canvas and everything can be reached', async ({ page, server }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await page.goto(server.url);
  await expect(page.locator('[data-node-id]').first()).toBeVisible();
  const canvas = page.getByRole('region', { name: 'Canvas' });
  const before = await canvas.boundingBox();
  await page.keyboard.press('n');
  await expect(page.getByRole('complementary', { name: 'Library' })).toBeVisible();
  expect(await canvas.boundingBox()).toEqual(before);
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await expectClean(page, 'narrow, settings');
});

test('the first load stays within its budget', async () => {
  const folder = 'dist/editor';
  const manifest = manifestSchema.parse(
    JSON.parse(await readFile(join(folder, '.vite', 'manifest.json'), 'utf8')),
  );
  const files = new Set<string>();
  const add = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  for (const [name, { isEntry }] of Object.entries(manifest)) if (isEntry === true) add(name);
  const sizes = await Promise.all(
    [...files].map(async (file) => gzipSync(await readFile(join(folder, file))).length),
  );
  expect(files.size).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(firstLoadBytes);
});
