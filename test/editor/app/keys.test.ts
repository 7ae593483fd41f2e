import { expect, test } from 'vitest';

import { commandOf } from '#editor/app/commands/command-table.ts';
import { canonicalKeys, isPlainLetter, keysOf, ownerOf, pressedKeys } from '#editor/app/commands/keys.ts';

const table = { keys: {}, singleLetters: true };
const press = (key: string, code: string, held: string = '') => ({
  key,
  code,
  ctrlKey: held.includes('c'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
  metaKey: held.includes('m'),
});

test('own keys take the place of the table’s; none at all are possible', () => {
  expect(keysOf(commandOf('save'), table)).toEqual(['$mod+s']);
  expect(keysOf(commandOf('save'), { ...table, keys: { save: ['F8'] } })).toEqual(['F8']);
  expect(keysOf(commandOf('save'), { ...table, keys: { save: [] } })).toEqual([]);
});

test('single letters can be switched off, and nothing else goes with them', () => {
  const off = { keys: {}, singleLetters: false };
  expect(keysOf(commandOf('toggle-library'), off)).toEqual([]);
  expect(keysOf(commandOf('delete'), off)).toEqual(['Delete', 'Backspace']);
  expect(keysOf(commandOf('open'), off)).toEqual(['$mod+o']);
});

test.each([
  ['n', true],
  ['.', true],
  ['Shift+?', true],
  ['Shift+Digit1', true],
  ['Shift+A', true],
  ['Escape', false],
  ['F2', false],
  ['$mod+n', false],
  ['Alt+KeyN', false],
])('%s is a plain letter: %s', (keys, plain) => {
  expect(isPlainLetter(keys)).toBe(plain);
});

test('keys that are in use name their command, in whichever spelling', () => {
  expect(ownerOf('$mod+S', 'run', table)?.id).toBe('save');
  expect(ownerOf('$mod+s', 'save', table)).toBeUndefined();
  expect(ownerOf('Alt+n', 'save', table)?.id).toBe('new');
  expect(ownerOf('$mod+s', 'run', { ...table, keys: { save: ['F8'] } })).toBeUndefined();
  expect(canonicalKeys('Shift+$mod+KeyZ')).toBe(canonicalKeys('$mod+Shift+z'));
});

test.each([
  [press('j', 'KeyJ', 'c'), false, '$mod+j'],
  [press('j', 'KeyJ', 'm'), true, '$mod+j'],
  [press('∆', 'KeyJ', 'a'), true, 'Alt+KeyJ'],
  [press('J', 'KeyJ', 's'), false, 'Shift+KeyJ'],
  [press('F8', 'F8'), false, 'F8'],
  [press('x', 'KeyX'), false, 'x'],
  [press('Shift', 'ShiftLeft', 's'), false, undefined],
  [press('Tab', 'Tab'), false, undefined],
])('a press is read as a shortcut', (event, mac, keys) => {
  expect(pressedKeys(event, mac)).toBe(keys);
});
