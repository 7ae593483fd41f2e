import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';

import { dragNode, expect, node, test, wire } from './rig.ts';

const wires = (page: Page): Locator => page.locator('.react-flow__edge');
/** A wire by the nodes at its ends, as it is read aloud. */
const wireBetween = (page: Page, from: string, to: string): Locator =>
  page.getByRole('img', { name: new RegExp(`^Wire from ${from} to ${to}`) });
const header = (page: Page, type: string): Locator => node(page, type).locator('header');

/** Middle of what is seen of an element, in CSS pixels. */
async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error('It is not in sight.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

const input = (page: Page, type: string, name: string): Locator =>
  node(page, type).locator(`[data-side="input"][data-port$=".${name}"]`);
const output = (page: Page, type: string): Locator => node(page, type).locator('[data-side="output"]');

/** A new workflow with these nodes from the library. */
async function begin(page: Page, nodes: readonly [title: string, x: number, y: number][]): Promise<void> {
  await page.keyboard.press('Alt+n');
  await expect(page.getByText('Double-click to add a node')).toBeVisible();
  for (const [title, x, y] of nodes) await dragNode(page, title, { x, y });
}

test('wires: onto a body, replaced, taken off, led through another node, kept by deleting', async ({
  editor: page,
}) => {
  await begin(page, [
    ['Load Images', 160, 160],
    ['Save', 760, 160],
  ]);
  // Onto the body of a node: the first port that fits takes it.
  await drag(page, await middleOf(output(page, 'LoadImages')), await middleOf(header(page, 'Save')));
  await expect(wires(page)).toHaveCount(1);
  await expect(wireBetween(page, 'Load Images', 'Save')).toBeVisible();

  // A node from the library dropped on the wire is put into it.
  const [start, end] = [
    await middleOf(output(page, 'LoadImages')),
    await middleOf(input(page, 'Save', 'images')),
  ];
  const canvas = await page.getByRole('region', { name: 'Canvas' }).boundingBox();
  await dragNode(page, 'Grid', {
    x: (start.x + end.x) / 2 - (canvas?.x ?? 0),
    y: (start.y + end.y) / 2 - (canvas?.y ?? 0),
  });
  await expect(wires(page)).toHaveCount(2);
  await expect(wireBetween(page, 'Grid', 'Save')).toBeVisible();

  // Deleting it closes the gap; one undo brings it back.
  await header(page, 'Grid').click();
  await page.keyboard.press('Delete');
  await expect(wires(page)).toHaveCount(1);
  await expect(wireBetween(page, 'Load Images', 'Save')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(wires(page)).toHaveCount(2);

  // The end of a wire, dragged from a wired port to nowhere, is taken off.
  const port = await middleOf(input(page, 'Save', 'images'));
  await drag(page, port, { x: port.x - 60, y: port.y + 360 });
  await expect(wires(page)).toHaveCount(1);
  await page.keyboard.press('Control+z');
  // Dragged to another port, it goes there.
  await dragNode(page, 'Preview', { x: 700, y: 480 });
  await drag(
    page,
    await middleOf(input(page, 'Save', 'images')),
    await middleOf(input(page, 'Preview', 'images')),
  );
  await expect(wireBetween(page, 'Grid', 'Preview')).toBeVisible();
  await expect(wireBetween(page, 'Grid', 'Save')).toHaveCount(0);

  // A drop that does not fit says why.
  await dragNode(page, 'Count', { x: 160, y: 480 });
  await wire(page, { type: 'Count', output: 'count' }, { type: 'Save', input: 'images' });
  await expect(page.getByText('An integer output does not fit an image input.')).toBeVisible();

  // A double click on a wire puts the chosen node into it.
  await page.keyboard.press('Escape');
  const [a, b] = [await middleOf(output(page, 'LoadImages')), await middleOf(input(page, 'Grid', 'images'))];
  await page.mouse.dblclick((a.x + b.x) / 2, (a.y + b.y) / 2);
  await page
    .getByRole('dialog', { name: 'Put a node into the wire' })
    .getByRole('option', { name: 'Select Images' })
    .click();
  await expect(node(page, 'SelectImages')).toBeVisible();
  await expect(wireBetween(page, 'Select Images', 'Grid')).toBeVisible();
});

test('arranging: several at once, level, tidied up in one step, pinned, grouped, coloured', async ({
  editor: page,
}) => {
  await header(page, 'Count').click();
  await header(page, 'Seed').click({ modifiers: ['Control'] });
  const bar = page.getByRole('toolbar', { name: 'Selection' });
  await drag(page, await middleOf(header(page, 'Count')), { x: 420, y: 620 });
  await bar.getByRole('button', { name: 'Align left' }).click();
  const left = async (type: string) => (await node(page, type).boundingBox())?.x;
  await expect.poll(async () => (await left('Count')) === (await left('Seed'))).toBe(true);

  const places = () =>
    page.evaluate(
      `[...document.querySelectorAll('[data-node-id]')].map((node) => node.getBoundingClientRect().x)`,
    );
  const before = await places();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+f');
  await expect.poll(places).not.toEqual(before);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Shift+1');
  await expect.poll(async () => (await left('Count')) === (await left('Seed'))).toBe(true);

  // A pinned node stays where it is among the others.
  await header(page, 'Count').click();
  await page.keyboard.press('p');
  await expect(page.getByRole('group', { name: 'Count, pinned' })).toBeVisible();
  const apart = async () =>
    Math.round(
      ((await node(page, 'Count').boundingBox())?.y ?? 0) -
        ((await node(page, 'Seed').boundingBox())?.y ?? 0),
    );
  const gap = await apart();
  const at = await middleOf(header(page, 'Count'));
  await drag(page, at, { x: at.x + 60, y: at.y - 60 });
  expect(await apart()).toBe(gap);
  await page.keyboard.press('p');

  // A frame is named, coloured, takes its nodes along, and goes without them.
  await header(page, 'Count').click();
  await header(page, 'Seed').click({ modifiers: ['Control'] });
  await page.keyboard.press('Control+g');
  await page.keyboard.type('Numbers');
  await page.keyboard.press('Enter');
  const frame = page.getByRole('group', { name: 'Group Numbers' });
  await expect(frame).toBeVisible();
  await bar.getByRole('button', { name: 'Colour' }).click();
  await bar.getByRole('button', { name: 'green' }).click();
  const seed = await node(page, 'Seed').boundingBox();
  const title = await middleOf(frame.getByText('Numbers'));
  await drag(page, title, { x: title.x + 48, y: title.y + 40 });
  expect((await node(page, 'Seed').boundingBox())?.x).toBeGreaterThan((seed?.x ?? 0) + 20);
  await page.keyboard.press('Control+Shift+g');
  await expect(frame).toHaveCount(0);
  await expect(node(page, 'Seed')).toBeVisible();

  // Bypassed, in words too.
  await page.keyboard.press('Shift+1');
  await header(page, 'Grid').click();
  await page.keyboard.press('Control+b');
  await expect(page.getByRole('group', { name: 'Story sheet, Grid, bypassed' })).toBeVisible();
  await page.keyboard.press('Control+b');
  // The right edge of a selected node makes it wider; the hand moves the view and nothing else.
  const narrow = await node(page, 'Grid').boundingBox();
  const edge = {
    x: (narrow?.x ?? 0) + (narrow?.width ?? 0),
    y: (narrow?.y ?? 0) + (narrow?.height ?? 0) - 16,
  };
  await drag(page, edge, { x: edge.x + 60, y: edge.y });
  expect((await node(page, 'Grid').boundingBox())?.width).toBeGreaterThan((narrow?.width ?? 0) + 40);
  const apartBefore = await apart();
  await page.keyboard.press('h');
  const grasp = await middleOf(header(page, 'Count'));
  await drag(page, grasp, { x: grasp.x + 40, y: grasp.y - 24 });
  await expect.poll(async () => (await middleOf(header(page, 'Count'))).x).toBeGreaterThan(grasp.x + 30);
  expect(await apart()).toBe(apartBefore);
  await page.keyboard.press('v');

  await page.keyboard.press('Alt+m');
  await expect(page.getByRole('img', { name: /^Minimap of 8 nodes/ })).toBeVisible();
});

test('copies: with wires, by Alt and drag, into another tab; images become a node', async ({
  editor: page,
  context,
  server,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await header(page, 'Grid').click();
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+Shift+v');
  await expect(node(page, 'Grid')).toHaveCount(2);
  await expect(wireBetween(page, 'Sequential Generate', 'Story sheet')).toHaveCount(2);
  const boxes = await Promise.all([
    node(page, 'Grid').first().boundingBox(),
    node(page, 'Grid').last().boundingBox(),
  ]);
  expect(
    Math.abs((boxes[0]?.y ?? 0) - (boxes[1]?.y ?? 0)) + Math.abs((boxes[0]?.x ?? 0) - (boxes[1]?.x ?? 0)),
  ).toBeGreaterThan(100);

  const other = await context.newPage();
  await other.goto(server.url);
  await expect(other.locator('[data-node-id]').first()).toBeVisible();
  await other.keyboard.press('Alt+n');
  await expect(other.getByText('Double-click to add a node')).toBeVisible();
  await other.keyboard.press('Control+v');
  await expect(node(other, 'Grid')).toHaveCount(1);
  await other.close();

  await page.bringToFront();
  const at = await middleOf(header(page, 'Count'));
  await page.keyboard.down('Alt');
  await drag(page, at, { x: at.x + 40, y: at.y + 330 });
  await page.keyboard.up('Alt');
  await expect(node(page, 'Count')).toHaveCount(2);
  expect(await middleOf(header(page, 'Count').first())).toEqual(at);

  // One pixel, as another program would put it on the clipboard.
  await page.evaluate(`(async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('2d').fillRect(0, 0, 4, 4);
    const file = new File([await canvas.convertToBlob()], 'pixel.png', { type: 'image/png' });
    const data = new DataTransfer();
    data.items.add(file);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  })()`);
  await expect(node(page, 'LoadImages').getByRole('button', { name: /^Image 1 of 1/ })).toBeVisible();
});

test('values: wired or typed, variables in a template, what is out of range is told and mended', async ({
  editor: page,
}) => {
  await begin(page, [['Prompt Template', 300, 120]]);
  const template = page.getByRole('textbox', { name: 'Prompt Template: Template' });
  await template.fill('A portrait of ');
  await page.getByRole('button', { name: 'Prompt Template: Template: insert subject' }).click();
  await expect(template).toHaveValue('A portrait of {subject}');
  await dragNode(page, 'Grid', { x: 700, y: 120 });
  const columns = page.getByRole('spinbutton', { name: 'Grid: Columns' });
  await columns.fill('999');
  await columns.press('Enter');
  await expect(columns).toHaveValue('100');
  await expect(node(page, 'Grid').getByText('At most 100.')).toBeVisible();
  // The port says what it lacks, and the node what would mend that.
  await expect(input(page, 'Grid', 'images')).toHaveAttribute('title', /is not connected/);
  await node(page, 'Grid').getByRole('button', { name: 'Add a Load Images' }).click();
  await expect(wires(page)).toHaveCount(1);
  // Any value takes a wire as well.
  await dragNode(page, 'Count', { x: 120, y: 520 });
  await wire(page, { type: 'Count', output: 'count' }, { type: 'Grid', input: 'columns' });
  // And shows where it comes from, which leads there.
  await page.getByRole('button', { name: /^Grid: Columns: from Count/ }).click();
  await expect(page.getByRole('group', { name: 'Count', exact: true })).toBeFocused();
});

for (const colorScheme of ['dark', 'light'] as const)
  test(`axe finds nothing on the canvas and what opens over it, ${colorScheme}`, async ({ editor: page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const clean = async (state: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => ({ state, id, at: nodes.map(({ target }) => target) })),
      ).toEqual([]);
    };
    await header(page, 'Grid').click();
    await page.keyboard.press('Alt+m');
    await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
    await page.getByRole('button', { name: 'Colour', exact: true }).click();
    await clean('selected, with minimap and colours');
    await page.keyboard.press('o');
    await page.getByRole('button', { name: 'Sequential Generate', exact: true }).press('Enter');
    await clean('outline');
    await page.keyboard.press('Shift+A');
    await expect(page.getByRole('dialog', { name: 'Add a node' })).toBeVisible();
    await clean('search');
    await page.keyboard.press('Escape');
    await header(page, 'Grid').click();
    await page.keyboard.press('c');
    await page
      .getByRole('dialog', { name: /^Connect/ })
      .getByRole('combobox')
      .last()
      .press('ArrowDown');
    await expect(page.getByRole('option').first()).toBeVisible();
    await clean('Connect');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });
