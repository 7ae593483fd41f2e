import { readFile } from 'node:fs/promises';

import { AxeBuilder } from '@axe-core/playwright';

import { dragNode, expect, images, node, runButton, test } from './rig.ts';

test('opens on the starter workflow and keeps every edit over a reload', async ({ editor }) => {
  await expect(editor.locator('[data-node-id]')).toHaveCount(8);
  const prompt = node(editor, 'Prompt').getByRole('textbox');
  await prompt.fill('A lighthouse keeper and her cat');
  await editor.reload();
  await expect(prompt).toHaveValue('A lighthouse keeper and her cat');
});

test('work that was never saved stays in its tab when another workflow is opened', async ({ editor }) => {
  await node(editor, 'Prompt').getByRole('textbox').fill('A lighthouse keeper and her cat');
  await editor.getByRole('button', { name: 'Menu' }).click();
  await editor.getByRole('menuitem', { name: 'New workflow' }).click();
  await expect(editor.locator('[data-node-id]')).toHaveCount(0);
  await editor.reload();
  await editor.getByRole('button', { name: 'Fox storyboard, not saved' }).click();
  await expect(node(editor, 'Prompt').getByRole('textbox')).toHaveValue('A lighthouse keeper and her cat');
});

test('a wire dropped on the empty canvas offers fitting nodes and wires the choice', async ({ editor }) => {
  await editor.getByRole('button', { name: 'Menu' }).click();
  await editor.getByRole('menuitem', { name: 'New workflow' }).click();
  await dragNode(editor, 'Prompt', { x: 60, y: 80 });
  const output = node(editor, 'Prompt').locator('[data-side="output"]');
  const port = await output.boundingBox();
  if (port === null) throw new Error('no output in sight');
  await editor.mouse.move(port.x + port.width / 2, port.y + port.height / 2);
  await editor.mouse.down();
  await editor.mouse.move(port.x + 260, port.y + 120, { steps: 6 });
  await editor.mouse.up();
  const search = editor.getByRole('dialog');
  await expect(search.getByRole('option', { name: /Sequential Generate/ })).toBeVisible();
  await expect(search.getByRole('option', { name: /^Merge Images/ })).toHaveCount(0);
  await search.getByRole('option', { name: /Sequential Generate/ }).click();
  await expect(node(editor, 'SequentialGenerate')).toBeVisible();
  await expect(editor.locator('.react-flow__edge')).toHaveCount(1);

  await editor.keyboard.press('Control+z');
  await expect(node(editor, 'SequentialGenerate')).toHaveCount(0);
  await editor.keyboard.press('Control+Shift+z');
  await expect(node(editor, 'SequentialGenerate')).toBeVisible();
});

test('copies, pastes and deletes by keyboard', async ({ editor, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await node(editor, 'Count').getByText('Count').first().click();
  await editor.keyboard.press('Control+c');
  await editor.keyboard.press('Control+v');
  await expect(node(editor, 'Count')).toHaveCount(2);
  await editor.keyboard.press('Delete');
  await expect(node(editor, 'Count')).toHaveCount(1);
  await editor.keyboard.press('Control+z');
  await expect(node(editor, 'Count')).toHaveCount(2);
});

test('a file dropped on the canvas is opened; what it holds that nobody knows is kept', async ({
  editor,
}) => {
  const text = await readFile('test/fixtures/editor/unknown-node.json', 'utf8');
  // As text, because the tests are checked without the browser's types.
  const transfer = await editor.evaluateHandle(`(() => {
    const data = new DataTransfer();
    data.items.add(new File([${JSON.stringify(text)}], 'unknown-node.json', { type: 'application/json' }));
    return data;
  })()`);
  const canvas = editor.getByRole('region', { name: 'Canvas' });
  await canvas.dispatchEvent('dragover', { dataTransfer: transfer });
  await canvas.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(node(editor, 'HologramGenerate')).toBeVisible();
  const downloading = editor.waitForEvent('download');
  await editor.getByRole('button', { name: 'Menu' }).click();
  await editor.getByRole('menuitem', { name: /^Export/ }).click();
  const exported: unknown = JSON.parse(await readFile(await (await downloading).path(), 'utf8'));
  expect(exported).toMatchObject(JSON.parse(text));
});

test('a finished image opens large and closes with Escape', async ({ editor }) => {
  await expect(runButton(editor)).toContainText('free');
  await runButton(editor).click();
  const shown = images(node(editor, 'SequentialGenerate'));
  await expect(shown).toHaveCount(3);
  await shown.first().click();
  const large = editor.getByRole('dialog', { name: /^Image 1 of 3/ });
  await expect(large).toBeVisible();
  await editor.keyboard.press('Escape');
  await expect(large).toHaveCount(0);
});

test('Stop ends a run, and says so', async ({ editor, server }) => {
  await expect(runButton(editor)).toContainText('free');
  await runButton(editor).click();
  await editor.getByRole('button', { name: 'Stop' }).click();
  await expect(editor.getByText(/^Stopped/)).toBeVisible();
  const jobs: unknown = await (await editor.request.get(`${server.url}/api/v2/jobs`)).json();
  expect(jobs).toMatchObject({ jobs: [{ status: 'canceled', outcome: 'cancelled' }] });
});

for (const colorScheme of ['dark', 'light'] as const)
  test(`nothing for axe to complain about, ${colorScheme}`, async ({ editor }) => {
    await editor.emulateMedia({ colorScheme });
    await expect(node(editor, 'Prompt')).toBeVisible();
    const { violations } = await new AxeBuilder({ page: editor }).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target) }))).toEqual([]);
  });
