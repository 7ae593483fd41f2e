import type { Preferences } from '../../state/preferences.ts';
import { commandTable } from './command-table.ts';
import type { Command } from './command.ts';

type KeyPreferences = Pick<Preferences, 'keys' | 'singleLetters'>;

/**
 * Keys of a command as a person has them: their own, else the table's; without plain letters where those are off.
 */
export function keysOf(command: Command, { keys, singleLetters }: KeyPreferences): readonly string[] {
  const all = keys[command.id] ?? command.keys ?? [];
  return singleLetters ? all : all.filter((key) => !isPlainLetter(key));
}

/** Whether a shortcut is a character without Ctrl, Alt or the like, which speech input may say by chance (WCAG 2.1.4). */
export const isPlainLetter = (keys: string): boolean => {
  const parts = keys.split(/\+(?=.)/);
  const key = parts.at(-1) ?? '';
  return parts.slice(0, -1).every((part) => part === 'Shift') && /^(.|Key[A-Z]|Digit\d)$/.test(key);
};

const codeNames: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Minus: '-',
  Equal: '=',
};

/** One spelling for shortcuts that mean the same press. */
export function canonicalKeys(keys: string): string {
  const parts = keys.split(/\+(?=.)/);
  const key = parts.at(-1) ?? '';
  const name = codeNames[key] ?? key.replace(/^(Key|Digit)(?=.$)/, '');
  return [...parts.slice(0, -1).toSorted(), name.toLowerCase()].join('+');
}

/** Another command that has these keys, undefined when they are free. */
export const ownerOf = (keys: string, except: string, preferences: KeyPreferences): Command | undefined =>
  commandTable.find(
    (command) =>
      command.id !== except &&
      keysOf(command, { ...preferences, singleLetters: true }).some(
        (own) => canonicalKeys(own) === canonicalKeys(keys),
      ),
  );

interface Press extends Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'> {}

/** The shortcut that somebody presses, undefined while it is modifiers alone or a key that leads around the page. */
export function pressedKeys(event: Press, mac: boolean): string | undefined {
  const { key, code } = event;
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Tab'].includes(key))
    return undefined;
  const [mod, other] = mac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  // Alt and Shift change what a key writes; its place on the keyboard stays.
  const name = /^(Key|Digit|Bracket)/.test(code) && (event.altKey || event.shiftKey) ? code : key;
  return [
    ...(mod ? ['$mod'] : []),
    ...(other ? [mac ? 'Control' : 'Meta'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey ? ['Shift'] : []),
    name.length === 1 ? name.toLowerCase() : name,
  ].join('+');
}
