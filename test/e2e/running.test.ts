import { expectClean } from './axe.ts';
import { paidTest as test } from './paid-rig.ts';
import { expect, images, node, runButton } from './rig.ts';

test('several runs at once: queue, order, pause, stop; which of them is shown', async ({
  editor: page,
  emulator,
}) => {
  await emulator.set({ latencyScale: 1, imageMs: 1500 });
  const generate = node(page, 'SequentialGenerate');
  const prompt = node(page, 'Prompt').getByRole('textbox');
  const queue = page.getByRole('region', { name: 'Queue' });
  const lines = queue.getByRole('listitem');

  await test.step('priced before, in words while it runs, also in the tab', async () => {
    await expect(generate.getByText('$0.12')).toBeVisible();
    await expect(runButton(page)).toContainText('$0.12');
    await runButton(page).click();
    await expect(generate.getByText(/drawing|queued/)).toBeVisible();
    await expect(page).toHaveTitle(/^\d+ % /);
    await page.keyboard.press('Escape');
    await page.locator('body').press('q');
    await expect(lines).toHaveCount(1);
    await expect(lines.first()).toContainText('up to $0.12');
  });

  await test.step('paused: nothing new is bought', async () => {
    await queue.getByRole('button', { name: 'Pause' }).click();
    await expect(queue.getByText(/Nothing new is bought/)).toBeVisible();
    // What was bought before is still fetched.
    await expect(images(generate)).toHaveCount(3);
    await expect(lines).toHaveCount(0);
    for (const [index, animal] of ['a heron', 'an owl', 'a cat'].entries()) {
      await prompt.fill(`Generate 3 images of ${animal}`);
      await runButton(page).click();
      await expect(lines).toHaveCount(index + 1);
    }
    expect((await emulator.log()).filter(({ type }) => type === 'accepted')).toHaveLength(1);
    await expect(page.getByRole('button', { name: 'Stop all 3' })).toBeVisible();
    await expectClean(page, 'running, queue paused');
  });

  await test.step('the order changes by keyboard and by dragging', async () => {
    const names = page.getByRole('button', { name: /in the queue with the arrow keys/ });
    const shown = lines.filter({ has: page.locator('[aria-current="true"]') });
    await expect(lines.nth(2)).toContainText('Fox storyboard');
    await names.nth(2).press('ArrowUp');
    // The shown run, started last, is second now.
    await expect(lines.nth(1).locator('[aria-current="true"]')).toHaveCount(1);
    await names.nth(1).dragTo(lines.first());
    await expect(lines.first().locator('[aria-current="true"]')).toHaveCount(1);
    await expect(shown).toHaveCount(1);
  });

  await test.step('one is stopped, the others go on; the chooser shows any of them', async () => {
    await queue
      .getByRole('button', { name: /^Stop Fox/ })
      .nth(0)
      .click();
    await expect(lines).toHaveCount(2);
    await queue.getByRole('button', { name: 'Go on' }).click();
    await expect(lines).toHaveCount(0, { timeout: 60_000 });
    const chooser = page.getByRole('combobox', { name: 'Run shown on the nodes' });
    await expect(chooser).toHaveValue(/./);
    await chooser.selectOption({ index: 1 });
    await expect(images(generate)).toHaveCount(3);
    await expect(generate.getByText('Use this one')).toBeVisible();
    const ended = page.getByRole('region', { name: 'Ended runs' });
    await expect(ended.getByRole('listitem')).toHaveCount(4);
    await expect(ended.getByText(/complete/)).toHaveCount(3);
    await expect(ended.getByText(/stopped/)).toHaveCount(1);
    expect((await emulator.log()).filter(({ type }) => type === 'accepted')).toHaveLength(3);
    await ended.getByRole('button', { name: 'Clear' }).click();
    await expect(ended.getByRole('listitem')).toHaveCount(0);
    await ended.getByRole('button', { name: 'Show again' }).click();
    await expect(ended.getByRole('listitem')).toHaveCount(4);
  });
});
