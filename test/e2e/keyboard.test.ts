import type { Locator, Page } from '@playwright/test';

import { expect, images, node, test } from './rig.ts';

const canvasNode = (page: Page, name: RegExp) => page.getByRole('group', { name });

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there.');
}

/** Adds a node through the search, by keys alone. */
async function add(page: Page, query: string, title: string): Promise<void> {
  await page.keyboard.press('Shift+A');
  const search = page.getByRole('dialog', { name: 'Add a node' });
  await expect(search).toBeVisible();
  await page.keyboard.type(query);
  await expect(search.getByRole('option').first()).toHaveAccessibleName(title);
  await page.keyboard.press('Enter');
  await expect(search).toHaveCount(0);
  await expect(canvasNode(page, new RegExp(`^${title}`)).last()).toBeFocused();
}

/** In the Connect dialog: chooses a port and its other end by what they are called. */
async function connect(page: Page, port: string, other: string, button = 'Connect'): Promise<void> {
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: /^Connect/ });
  const first = dialog.getByRole('combobox').first();
  await expect(first).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(port);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('combobox').last()).toBeFocused();
  await page.keyboard.type(other);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: button, exact: true })).toBeEnabled();
  await tabTo(page, dialog.getByRole('button', { name: button, exact: true }));
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
}

test('from the empty canvas to a finished grid with the keyboard alone', async ({ editor: page, server }) => {
  await page.keyboard.press('Alt+n');
  await expect(page.getByText('Double-click to add a node')).toBeVisible();

  await add(page, 'prompt', 'Prompt');
  await tabTo(page, page.getByRole('textbox', { name: 'Prompt: Text' }));
  await page.keyboard.type('Generate 2 images of a lighthouse');
  await page.keyboard.press('Escape');
  await expect(canvasNode(page, /^Prompt/)).toBeFocused();

  await add(page, 'sequential', 'Sequential Generate');
  await connect(page, 'prompt', 'prompt');
  await expect(canvasNode(page, /^Sequential Generate/)).toBeFocused();
  await add(page, 'grid', 'Grid');
  await connect(page, 'images', 'sequential');
  await add(page, 'save', 'Save');
  await connect(page, 'images', 'grid');
  await expect(page.locator('.react-flow__edge')).toHaveCount(3);

  // Along the wires and back, and from part to part of the window.
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(canvasNode(page, /^Grid/)).toBeFocused();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(canvasNode(page, /^Sequential Generate/)).toBeFocused();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(canvasNode(page, /^Grid/)).toBeFocused();
  await page.keyboard.press('F6');
  await expect(canvasNode(page, /^Grid/)).not.toBeFocused();
  await page.keyboard.press('Shift+F6');
  await expect(canvasNode(page, /^Grid/)).toBeFocused();

  // The same dialog disconnects.
  await connect(page, 'images', 'sequential', 'Disconnect');
  await expect(page.locator('.react-flow__edge')).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(page.locator('.react-flow__edge')).toHaveCount(3);

  // Moving, renaming, muting.
  await page.keyboard.press('F2');
  await page.keyboard.type('Sheet');
  await page.keyboard.press('Enter');
  await expect(canvasNode(page, /^Sheet, Grid/)).toBeVisible();

  await page.keyboard.press('Control+Enter');
  await expect(images(node(page, 'SequentialGenerate'))).not.toHaveCount(0);
  await expect(images(node(page, 'Grid'))).toHaveCount(1);
  await expect(canvasNode(page, /^Save, done/)).toBeVisible();
  await expect.poll(async () => (await server.outputs()).length).toBe(1);
});

test('the outline shows and does all of it in words', async ({ editor: page }) => {
  await page.keyboard.press('o');
  const outline = page.getByRole('complementary', { name: 'Outline' });
  const rows = outline.getByRole('listitem');
  await expect(rows).toHaveCount(8);
  await expect(outline.getByRole('button', { name: 'Prompt', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await outline.getByRole('textbox', { name: 'Prompt in the outline: Text' }).fill('Two owls');
  await expect(node(page, 'Prompt').getByRole('textbox')).toHaveValue('Two owls');
  await outline.getByRole('button', { name: 'to Sequential Generate', exact: true }).press('Enter');
  await expect(outline.getByRole('button', { name: 'Sequential Generate', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(outline.getByRole('button', { name: 'Story sheet', exact: true })).toBeFocused();
  await outline.getByRole('button', { name: 'Run up to Sequential Generate' }).press('Enter');
  await expect(outline.getByRole('button', { name: /^Sequential Generate, done/ })).toBeVisible();
  await outline.getByRole('button', { name: 'Close the outline' }).press('Enter');
  await expect(outline).toHaveCount(0);
});

test('Tab leads through the nodes in the order of a run, also to those out of sight', async ({
  editor: page,
}) => {
  await page.setViewportSize({ width: 900, height: 500 });
  await page.keyboard.press('Shift+0');
  const order: string[] = [];
  await page.keyboard.press('Alt+ArrowRight');
  for (let steps = 0; steps < 80 && order.length < 8; steps += 1) {
    const label = await page.evaluate(
      `document.activeElement?.closest('.react-flow__node')?.getAttribute('aria-label') ?? ''`,
    );
    if (typeof label === 'string' && label !== '' && label !== order.at(-1)) order.push(label);
    await page.keyboard.press('Tab');
  }
  expect(order.map((label) => label.split(',')[0])).toEqual([
    'Prompt',
    'Count',
    'Resolution',
    'Seed',
    'Sequential Generate',
    'Story sheet',
    'Save sheet',
    'Save frames',
  ]);
});
