import type { Editor } from '../editor.ts';
import type { Command } from './command.ts';
import { currentNode } from './focused-node.ts';

const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

/** Where the focus last was in each part of the window. */
const remembered = new WeakMap<Element, HTMLElement>();

/** The parts of the window in reading order: bar, library, canvas, side panel. */
const parts = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>('header, aside, main')].filter(
    (part) => part.parentElement?.closest('header, aside, main, dialog') === null && part.checkVisibility(),
  );

/** Moves the focus to the next part of the window, where it was there before. */
function cycle(editor: Editor, by: 1 | -1): void {
  const all = parts();
  const { activeElement } = document;
  const at = all.findIndex((part) => part.contains(activeElement));
  const here = all[at];
  if (here !== undefined && activeElement instanceof HTMLElement) remembered.set(here, activeElement);
  const next = all.at((at === -1 && by === -1 ? 0 : at + by) % all.length);
  if (next === undefined) return;
  const before = remembered.get(next);
  if (before !== undefined && next.contains(before)) before.focus();
  else if (next.tagName === 'MAIN') focusCanvas(editor, next);
  else next.querySelector<HTMLElement>(focusable)?.focus();
}

function focusCanvas(editor: Editor, main: HTMLElement): void {
  const current = currentNode(editor);
  if (current === undefined) main.querySelector<HTMLElement>(focusable)?.focus();
  else editor.canvas?.focusNode(current);
}

export const panelCommands: readonly Command[] = [
  {
    id: 'next-panel',
    title: 'Next part of the window',
    group: 'View',
    keys: ['F6'],
    inTextFields: true,
    run: (editor) => cycle(editor, 1),
  },
  {
    id: 'previous-panel',
    title: 'Previous part of the window',
    group: 'View',
    keys: ['Shift+F6'],
    inTextFields: true,
    run: (editor) => cycle(editor, -1),
  },
];
