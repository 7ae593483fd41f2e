import { expect, test } from './rig.ts';

/** Rows of prompt, generate, grid and save, wired. */
function bigWorkflow(rows: number): string {
  const chain = ['Prompt', 'SequentialGenerate', 'Grid', 'Save'];
  const links = [
    ['text', 'prompt'],
    ['images', 'images'],
    ['image', 'images'],
  ];
  const nodes = Array.from({ length: rows * 20 }, (_, index) => ({
    id: `n${index}`,
    type: chain[index % 4],
    position: { x: (index % 20) * 340, y: Math.floor(index / 20) * 460 },
    inputs: index % 4 === 0 ? { text: `Generate 3 images of fox number ${index}` } : {},
  }));
  const edges = nodes.flatMap(({ id }, index) => {
    const [output, input] = links[index % 4] ?? [];
    return output === undefined || input === undefined
      ? []
      : [{ from: { node: id, output }, to: { node: `n${index + 1}`, input } }];
  });
  return JSON.stringify({
    format: 'batchwork',
    version: 1,
    name: 'Big',
    nodes,
    edges,
    groups: [],
    notes: [],
  });
}

test('500 nodes: only what is seen is drawn, only what changes is drawn again', async ({ editor: page }) => {
  const transfer = await page.evaluateHandle(`(() => {
    const data = new DataTransfer();
    data.items.add(new File([${JSON.stringify(bigWorkflow(25))}], 'big.json', { type: 'application/json' }));
    return data;
  })()`);
  const canvas = page.getByRole('region', { name: 'Canvas' });
  await canvas.dispatchEvent('dragover', { dataTransfer: transfer });
  await canvas.dispatchEvent('drop', { dataTransfer: transfer });
  const drawn = page.locator('[data-node-id]');
  const first = page.locator('[data-node-id="n0"]');
  await expect(first).toBeVisible();
  // From afar a node is its title and its state.
  await expect(first).toHaveAttribute('data-detail', 'title');
  await expect(first.getByRole('textbox')).toHaveCount(0);

  await page.keyboard.press('o');
  await page
    .getByRole('complementary', { name: 'Outline' })
    .getByRole('button', { name: 'Show Grid on the canvas' })
    .nth(60)
    .click();
  await page.keyboard.press('.');
  await expect(page.locator('[data-node-id][data-detail="full"]').first()).toBeVisible();
  await expect.poll(() => drawn.count()).toBeLessThan(40);

  // What one drag changes on the page: the node that is dragged, and no other.
  const grid = page.locator('[data-selected="true"][data-node-id]');
  const id = await grid.getAttribute('data-node-id');
  const box = await grid.locator('header').boundingBox();
  if (box === null) throw new Error('The node is not in sight.');
  await page.mouse.move(box.x + 40, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 20, { steps: 2 });
  await page.evaluate(`(() => {
    window.changed = new Set();
    new MutationObserver((records) => {
      for (const { target } of records) {
        const node = target.closest?.('.react-flow__node');
        if (node) window.changed.add(node.dataset.id);
      }
    }).observe(document.querySelector('.react-flow__nodes'), { subtree: true, attributes: true, childList: true });
  })()`);
  await page.mouse.move(box.x + 120, box.y + 40, { steps: 10 });
  expect(await page.evaluate(`[...window.changed]`)).toEqual([id]);
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeEnabled();
});
