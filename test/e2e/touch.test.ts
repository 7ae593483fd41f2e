import { expect, node, test } from './rig.ts';

test.use({ hasTouch: true, viewport: { width: 1024, height: 768 } });

/** Middle of a port's dot, CSS pixels. */
const portPlace = async (dot: ReturnType<typeof node>): Promise<{ x: number; y: number }> => {
  const box = await dot.boundingBox();
  if (box === null) throw new Error('The port is not in sight.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

test('a tablet: nodes by search, wires by two taps, menus by a long press', async ({ editor: page }) => {
  await page.getByRole('button', { name: 'Show everything' }).tap();

  // What a right click or a key does elsewhere stands in the bar of the selection.
  const grid = node(page, 'Grid');
  await grid.locator('header').tap();
  await expect(page.getByRole('toolbar', { name: 'Selection' })).toBeVisible();
  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Delete' }).tap();
  await expect(grid).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).tap();
  await expect(grid).toHaveCount(1);

  // A wire is laid with one tap on each end; where it does not fit, it is said why.
  const before = await page.locator('.react-flow__edge').count();
  const from = await portPlace(node(page, 'SequentialGenerate').locator('[data-side="output"]'));
  await page.touchscreen.tap(from.x, from.y);
  const to = await portPlace(
    node(page, 'SequentialGenerate').locator('[data-side="input"][data-port$=".references"]'),
  );
  await page.touchscreen.tap(to.x, to.y);
  await expect(page.getByText('A node cannot feed itself.')).toBeVisible();
  await expect(page.locator('.react-flow__edge')).toHaveCount(before);

  const count = await portPlace(node(page, 'Count').locator('[data-side="output"]'));
  await page.touchscreen.tap(count.x, count.y);
  const columns = await portPlace(grid.locator('[data-side="input"][data-port$=".columns"]'));
  await page.touchscreen.tap(columns.x, columns.y);
  await expect(page.getByRole('img', { name: 'Wire from Count to Story sheet, Columns' })).toBeVisible();

  // A finger held still opens the menu of what is under it.
  const place = await portPlace(node(page, 'Seed').locator('header'));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [place] });
  await expect(page.getByRole('menuitem', { name: /^Bypass/ })).toBeVisible();
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await page.getByRole('menuitem', { name: /^Bypass/ }).tap();
  await expect(page.getByRole('group', { name: 'Seed, bypassed' })).toBeVisible();
});
