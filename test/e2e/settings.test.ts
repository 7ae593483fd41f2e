import { expectClean } from './axe.ts';
import { expect, runButton, test } from './rig.ts';

test('settings: keys of providers go in and never come out, caps hold, looks and canvas are kept', async ({
  editor,
}) => {
  await expect(runButton(editor)).toContainText('free');
  await editor.keyboard.press('Control+,');
  const settings = editor.getByRole('dialog', { name: 'Settings' });

  await test.step('providers', async () => {
    await expectClean(editor, 'settings, providers');
    await settings.getByRole('button', { name: 'Test Demo' }).click();
    await expect(settings.getByText('The demo draws.')).toBeVisible();
    await settings.getByLabel('Key for RunComfy').fill('a-key-of-nobody-1234');
    await settings
      .getByRole('listitem')
      .filter({ hasText: 'RunComfy' })
      .getByRole('button', { name: 'Set' })
      .click();
    await expect(settings.getByText('Key ending in 1234')).toBeVisible();
    await expect(settings.getByLabel('Key for RunComfy')).toHaveValue('');
    await settings.getByRole('button', { name: 'Remove' }).click();
    await expect(settings.getByText('No key', { exact: true })).toHaveCount(2);
  });

  await test.step('caps are the server’s', async () => {
    await settings.getByRole('searchbox').fill('cap');
    await settings.getByLabel('One run may cost, US dollars').fill('nonsense');
    await expect(settings.getByText('An amount from 0 to 100,000 is needed.')).toBeVisible();
    await settings.getByLabel('One run may cost, US dollars').fill('2.50');
    await editor.keyboard.press('Enter');
    await expect(settings.getByText(/^Spent today/)).toBeVisible();
    await expectClean(editor, 'settings, spending');
    await editor.reload();
    await expect(runButton(editor)).toContainText('free');
    await editor.keyboard.press('Control+,');
    await settings.getByRole('button', { name: 'Spending' }).click();
    await expect(settings.getByLabel('One run may cost, US dollars')).toHaveValue('2.5');
  });

  await test.step('appearance and canvas', async () => {
    await settings.getByRole('button', { name: 'Appearance' }).click();
    await settings.getByRole('radio', { name: 'Light' }).check();
    await expect(editor.locator('html')).toHaveAttribute('data-theme', 'light');
    await settings.getByRole('button', { name: 'Canvas' }).click();
    await settings.getByRole('radio', { name: /^Trackpad/ }).check();
    await expectClean(editor, 'settings, canvas');
    await editor.reload();
    await expect(runButton(editor)).toContainText('free');
    await expect(editor.locator('html')).toHaveAttribute('data-theme', 'light');
    await editor.keyboard.press('Control+,');
    await settings.getByRole('searchbox').fill('trackpad');
    await expect(settings.getByRole('radio', { name: /^Trackpad/ })).toBeChecked();
    await settings.getByRole('searchbox').fill('nothing like it');
    await expect(settings.getByText('No setting is called that.')).toBeVisible();
  });
});
