import { expectClean } from './axe.ts';
import { expect, node, test } from './rig.ts';

test('one table: the palette finds commands, nodes, templates; keys are remapped, warned about, reset, switched off', async ({
  editor,
}) => {
  const palette = editor.getByRole('dialog', { name: 'Find anything' });
  const query = palette.getByRole('combobox');

  await test.step('commands with their keys, nodes, templates', async () => {
    await editor.keyboard.press('F1');
    await query.fill('sav');
    await expect(palette.getByRole('option').first()).toHaveText(/Save.*Ctrl\+S/);
    await expectClean(editor, 'command palette');
    await query.fill('prompt templ');
    await expect(palette.getByRole('option', { name: /^Prompt Template/ })).toBeVisible();
    await query.fill('grid');
    await palette.getByRole('option', { name: /^Grid/ }).click();
    await expect(node(editor, 'Grid')).toHaveCount(2);
    await editor.keyboard.press('F1');
    await query.fill('comic');
    await editor.keyboard.press('Enter');
    await expect(node(editor, 'Prompt').getByRole('textbox')).toHaveValue(/comic/);
  });

  await test.step('menu and sheet say the same keys', async () => {
    await editor.getByRole('button', { name: 'Menu' }).click();
    await expect(editor.getByRole('menuitem', { name: /^Settings/ })).toContainText('Ctrl+,');
    await expectClean(editor, 'menu');
    await editor.keyboard.press('Escape');
    await expect(editor.getByRole('menu')).toHaveCount(0);
    await expect(editor.getByRole('button', { name: 'Menu' })).toBeFocused();
    await node(editor, 'SequentialGenerate').getByText('Resolution').first().click({ button: 'right' });
    await expect(editor.getByRole('menuitem', { name: /^Duplicate/ })).toBeVisible();
    await expectClean(editor, 'menu of a node');
    await editor.keyboard.press('Escape');
    await editor.keyboard.press('Shift+?');
    const sheet = editor.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet).toContainText('F1');
    await expectClean(editor, 'shortcuts');
    await sheet.getByRole('button', { name: 'Change keys…' }).click();
  });

  const settings = editor.getByRole('dialog', { name: 'Settings' });
  const library = editor.getByRole('complementary', { name: 'Library' });
  await test.step('remapped, with a warning when the keys are taken', async () => {
    await settings.getByRole('button', { name: 'Keys for Node library: N' }).click();
    await editor.keyboard.press('Control+s');
    await expect(settings.getByRole('alert')).toContainText('belongs to “Save”');
    await settings.getByRole('button', { name: 'Leave it' }).click();
    await settings.getByRole('button', { name: 'Keys for Node library: N' }).click();
    await editor.keyboard.press('F8');
    await expect(settings.getByRole('button', { name: 'Keys for Node library: F8' })).toBeVisible();
    await editor.keyboard.press('Escape');
    await expect(library).toBeVisible();
    await editor.keyboard.press('F8');
    await expect(library).toHaveCount(0);
    await editor.keyboard.press('n');
    await expect(library).toHaveCount(0);
  });

  await test.step('reset, then single letters off', async () => {
    await editor.keyboard.press('Control+,');
    await settings.getByRole('searchbox').fill('single letters');
    await settings.getByRole('button', { name: 'Reset all keys' }).click();
    await settings.getByRole('switch', { name: /^Single letters/ }).click();
    await editor.keyboard.press('Escape');
    await editor.keyboard.press('n');
    await expect(library).toHaveCount(0);
    await editor.keyboard.press('Control+,');
    await settings.getByRole('searchbox').fill('single letters');
    await settings.getByRole('switch', { name: /^Single letters/ }).click();
    await editor.keyboard.press('Escape');
    await editor.keyboard.press('n');
    await expect(library).toBeVisible();
  });
});
