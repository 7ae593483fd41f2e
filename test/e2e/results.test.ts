import { readFile } from 'node:fs/promises';

import { expectClean } from './axe.ts';
import { paidTest as test } from './paid-rig.ts';
import { expect, images, node, runButton } from './rig.ts';

test('what came of runs: short batches, earlier results, seeds, gallery, lightbox', async ({
  editor: page,
  emulator,
}) => {
  const generate = node(page, 'SequentialGenerate');
  const seed = node(page, 'Seed').getByRole('spinbutton', { name: /Seed/ });
  const end = page.getByText(/^Complete/);

  await test.step('3 asked, 2 came: told, and the missing one is bought alone, at its price', async () => {
    await emulator.fault({ fault: { kind: 'job', delivered: 2 } });
    await expect(runButton(page)).toContainText('$0.12');
    await runButton(page).click();
    await expect(generate.getByText(/^3 asked, 2 came/)).toBeVisible();
    await expect(images(generate)).toHaveCount(2);
    await expect(generate.getByRole('button', { name: 'Use seed 42 again' })).toBeVisible();
    await generate.getByRole('button', { name: 'Top up 1 · $0.04' }).click();
    await expect(images(generate)).toHaveCount(1);
    await expect(generate.getByText('2 of 2', { exact: true })).toBeVisible();
    await expect(end).toBeVisible();
    const bought = (await emulator.log()).filter(({ type }) => type === 'accepted');
    expect(bought).toHaveLength(2);
    expect(JSON.stringify(bought[1])).toContain('Generate 1 image of');
  });

  await test.step('arrows lead to the earlier result; use this one sets its values again', async () => {
    await generate.getByRole('button', { name: 'Earlier result' }).click();
    await expect(images(generate)).toHaveCount(2);
    await expect(generate.getByText('earlier run')).toBeVisible();
    await seed.fill('7');
    await seed.press('Enter');
    await generate.getByRole('button', { name: 'Use this one' }).click();
    await expect(seed).toHaveValue('42');
    await expect(runButton(page)).toContainText('$0.00');
  });

  await test.step('the seed that was used comes back with one press', async () => {
    await seed.fill('9');
    await seed.press('Enter');
    await generate.getByRole('button', { name: 'Use seed 42 again' }).click();
    await expect(seed).toHaveValue('42');
  });

  const list = page.getByRole('listbox', { name: 'Images' });
  const tiles = list.getByRole('option');
  await test.step('the gallery by keyboard: range, favourite, bin and back', async () => {
    await page.locator('body').press('g');
    await expect(tiles).toHaveCount(4);
    await list.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(page.getByText('2 selected')).toBeVisible();
    await page.keyboard.press('f');
    await expect(page.getByRole('option', { name: /favourite/ })).toHaveCount(2);
    await expectClean(page, 'gallery');
    await page.keyboard.press('Delete');
    await expect(tiles).toHaveCount(2);
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect(tiles).toHaveCount(4);
    await page.getByRole('button', { name: 'Favourites only' }).click();
    await expect(tiles).toHaveCount(2);
    await page.getByRole('button', { name: 'Favourites only' }).click();
    await expect(tiles).toHaveCount(4);
  });

  await test.step('several at once as a zip; as input by dragging', async () => {
    await tiles.nth(0).click();
    await tiles.nth(2).click({ modifiers: ['Shift'] });
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download as zip' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('batchwork-images.zip');
    expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe('PK');
    await tiles.nth(0).dragTo(page.getByRole('region', { name: 'Canvas' }), {
      targetPosition: { x: 60, y: 40 },
    });
    await expect(node(page, 'LoadImages')).toHaveCount(1);
    await expect(node(page, 'LoadImages').locator('img')).toHaveCount(3);
  });

  await test.step('the lightbox: what made it, siblings, zoom, two compared', async () => {
    await tiles.nth(3).dblclick();
    const lightbox = page.getByRole('dialog', { name: /^Image 4 of 4/ });
    await expect(lightbox.getByText(/^Generate 3 images/).first()).toBeVisible();
    await expect(lightbox.getByText('$0.06')).toBeVisible();
    await expect(lightbox.getByText('42', { exact: true })).toBeVisible();
    await expectClean(page, 'lightbox');
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('dialog', { name: /^Image 3 of 4/ })).toBeVisible();
    await page.keyboard.press('+');
    await expect(page.getByText('1.5 ×')).toBeVisible();
    await page.keyboard.press('0');
    await page.keyboard.press('c');
    const edge = page.getByRole('slider', { name: 'Edge between the two images' });
    await edge.press('ArrowRight');
    await expect(edge).toHaveValue('51');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});
