import { expect, test } from 'vitest';

import { commandOf, commandTable } from '#editor/app/commands/command-table.ts';
import { isPlainLetter } from '#editor/app/commands/keys.ts';
import { menuItems } from '#editor/app/menu/menu-items.ts';

test('every command has one id and every shortcut one command', () => {
  const ids = commandTable.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const keys = commandTable.flatMap((command) => command.keys ?? []);
  expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(keys.length);
});

test('menus name commands that exist', () => {
  const named = Object.values(menuItems)
    .flat()
    .filter((id) => id !== null);
  expect(named.map((id) => commandOf(id).id)).toEqual(named);
});

test('only shortcuts with a modifier work while a text is typed', () => {
  const keys = commandTable.flatMap((command) => (command.inTextFields === true ? (command.keys ?? []) : []));
  expect(keys.filter((key) => !/^\$mod\+|F\d+$/.test(key) && !isPlainLetter(key))).toEqual([]);
});

test('no shortcut takes a key that the browser owns', () => {
  const keys = commandTable.flatMap((command) => command.keys ?? []);
  expect(keys.filter((key) => /^(\$mod\+(n|t|w|l|0|r)|Tab|F5|F11|F12)$/.test(key))).toEqual([]);
});
