import { z } from 'zod';

import { expectClean } from './axe.ts';
import { paidTest } from './paid-rig.ts';
import { expect, images, node, runButton } from './rig.ts';

const jobSchema = z.looseObject({ id: z.string() });

const test = paidTest.extend({ provider: 'runcomfy' });

test('what goes wrong: failed, lost answers, offline', async ({ page, emulator, server }) => {
  // Not the watched page: a server that is away makes the browser complain.
  await page.goto(server.url);
  const generate = node(page, 'SequentialGenerate');

  await test.step('a failure in plain words, its details, and Retry', async () => {
    await emulator.fault({ fault: { kind: 'job', ending: 'failed', error: 'the furnace is cold' } });
    await runButton(page).click();
    await expect(generate).toHaveAttribute('data-state', 'failed');
    await expect(page).toHaveTitle(/^✕ /);
    await expectClean(page, 'failed');
    await generate.getByRole('button', { name: 'Details' }).click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByText('What the provider said').click();
    await expect(inspector.locator('pre', { hasText: 'the furnace is cold' })).toBeVisible();
    await generate.getByRole('button', { name: 'Retry' }).click();
    await expect(images(generate)).toHaveCount(3);
  });

  await test.step('a lost answer waits for a person, who takes the job over; nothing is bought twice', async () => {
    await node(page, 'Prompt').getByRole('textbox').fill('Generate 3 images of a heron');
    await emulator.fault({
      match: { call: 'submit' },
      phase: 'after-accept-before-response',
      fault: { kind: 'cut' },
    });
    await runButton(page).click();
    await generate.getByRole('button', { name: 'Decide…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Were these images bought?' });
    await expect(dialog.getByText('Generate 3 images of a heron')).toBeVisible();
    await expectClean(page, 'held');
    const accepted = (await emulator.log()).filter(({ type }) => type === 'accepted');
    const { id } = jobSchema.parse(accepted.at(-1)?.['job']);
    await dialog.getByLabel('Request id').fill('no such id');
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByLabel('Request id').fill(id);
    await dialog.getByRole('button', { name: 'Fetch it' }).click();
    await expect(images(generate)).toHaveCount(3);
    await expect(generate).toHaveAttribute('data-state', 'complete');
    expect((await emulator.log()).filter(({ type }) => type === 'accepted')).toHaveLength(accepted.length);
  });

  await test.step('a server that is away is told calmly, and that it is back', async () => {
    await server.kill();
    await expect(page.getByText(/^Reconnecting/)).toBeVisible();
    await server.start();
    await expect(page.getByText(/^Reconnecting/)).toHaveCount(0);
  });
});
