import { tinykeys } from 'tinykeys';

import { isTyping, pasteFiles, pasteText, selectionText } from './commands/clipboard.ts';
import { commandTable } from './commands/command-table.ts';
import { deleteSelection } from './commands/edit-commands.ts';
import { selectFocused } from './commands/focused-node.ts';
import { isPlainLetter, keysOf } from './commands/keys.ts';
import type { Editor } from './editor.ts';

/** Whether the editor's own keys are off: a dialog, a menu or a lightbox lies over it. */
const isCovered = (): boolean => document.querySelector('dialog[open], [role=menu], .yarl__root') !== null;

/** Listens for the table's shortcuts and for the clipboard. Answers with a function that ends it. */
export function listenForShortcuts(editor: Editor): () => void {
  const bind = (): (() => void) => {
    const { preferences } = editor.session.getState();
    const bindings = commandTable.flatMap((command) =>
      keysOf(command, preferences).map((keys) => [
        keys,
        (event: KeyboardEvent) => {
          // Plain letters are text while one is typed, whatever they are mapped to.
          const inText = command.inTextFields === true && !isPlainLetter(keys);
          if (isCovered() || (isTyping(event.target) && !inText)) return;
          // Space, Enter and plain letters belong to a focused button; Delete and arrows do not.
          event.preventDefault();
          if (command.onSelection === true) selectFocused(editor);
          if (command.enabled?.(editor) !== false) void command.run(editor);
        },
      ]),
    );
    return tinykeys(window, Object.fromEntries(bindings), { ignore: () => false });
  };
  let endKeys = bind();
  const endPreferences = editor.session.subscribe(({ preferences }, before) => {
    if (preferences === before.preferences) return;
    endKeys();
    endKeys = bind();
  });

  const copy = (event: ClipboardEvent): void => {
    if (isCovered() || isTyping(event.target) || hasTextSelection()) return;
    const text = selectionText(editor);
    if (text === undefined) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    if (event.type === 'cut') deleteSelection(editor);
  };
  let keepsIncoming = false;
  const rememberShift = (event: KeyboardEvent): void => {
    keepsIncoming = event.shiftKey;
  };
  const paste = (event: ClipboardEvent): void => {
    if (isCovered() || isTyping(event.target) || event.clipboardData === null) return;
    const files = [...event.clipboardData.files];
    const text = event.clipboardData.getData('text/plain');
    if (pasteFiles(editor, files) || pasteText(editor, text, keepsIncoming)) event.preventDefault();
  };
  document.addEventListener('copy', copy);
  document.addEventListener('cut', copy);
  document.addEventListener('paste', paste);
  document.addEventListener('keydown', rememberShift, true);
  return () => {
    endPreferences();
    endKeys();
    document.removeEventListener('copy', copy);
    document.removeEventListener('cut', copy);
    document.removeEventListener('paste', paste);
    document.removeEventListener('keydown', rememberShift, true);
  };
}

const hasTextSelection = (): boolean => (getSelection()?.toString() ?? '') !== '';
