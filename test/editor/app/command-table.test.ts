import { expect, test } from 'vitest';

import { commandOf, commandTable } from '#editor/app/commands/command-table.ts';
import { menuItems } from '#editor/app/menu/menu-items.ts';

test('every command has one id and every shortcut one command', () => {
  const ids = commandTable.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const keys = commandTable.flatMap((command) => command.keys ?? []);
  expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(keys.length);
});

test('menus name commands that exist', () => {
  for (const id of Object.values(menuItems).flat()) if (id !== null) expect(commandOf(id).id).toBe(id);
});

test('only shortcuts with a modifier work while a text is typed', () => {
  for (const { inTextFields, keys = [] } of commandTable)
    if (inTextFields === true) for (const key of keys) expect(key).toMatch(/^\$mod\+/);
});

test('no shortcut takes a key that the browser owns', () => {
  for (const { keys = [] } of commandTable)
    for (const key of keys) expect(key).not.toMatch(/^(\$mod\+(n|t|w|l|0|r)|Tab|F5|F11|F12)$/);
});
