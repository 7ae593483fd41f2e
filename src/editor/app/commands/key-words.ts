const symbols: Readonly<Record<string, string>> = {
  Enter: '↵',
  Escape: 'Esc',
  Backspace: '⌫',
  Delete: 'Del',
  BracketLeft: '[',
  BracketRight: ']',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Digit0: '0',
  Digit1: '1',
  Digit2: '2',
};

/** A shortcut as people write it: `$mod+Shift+z` reads "Ctrl+Shift+Z", on a Mac "⌘⇧Z". */
export function describeKeys(keys: string, mac: boolean): string {
  const parts = keys.split(/\+(?=.)/).map((part) => {
    if (part === '$mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'Shift') return mac ? '⇧' : 'Shift';
    if (part === 'Alt') return mac ? '⌥' : 'Alt';
    return symbols[part] ?? part.replace(/^Key(?=[A-Z]$)/, '').toUpperCase();
  });
  // "Shift+?" is typed with Shift by everyone who types a question mark.
  const shown = parts.at(-1) === '?' ? ['?'] : parts;
  return shown.join(mac ? '' : '+');
}

/** Cut, copy and paste are the browser's own events; the sheet lists their keys all the same. */
export const browserKeys: Readonly<Record<string, string>> = {
  cut: '$mod+x',
  copy: '$mod+c',
  paste: '$mod+v',
  'paste-wired': '$mod+Shift+v',
};

export const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform);
