import { activeTab, documentOf, sheetOf } from '../../state/document-store.ts';
import { isPristine } from '../../state/tab.ts';
import type { Editor } from '../editor.ts';
import { notifyWithAction } from '../notices.ts';
import type { Command } from './command.ts';
import { openDocument } from './workflow-files.ts';

/** Closes a tab. It can be opened again, with everything in it. */
export function closeTab({ document, session }: Editor, id: string): void {
  const tab = document.getState().tabs.find((other) => other.id === id);
  if (tab === undefined) return;
  document.close(id);
  if (isPristine(tab)) return;
  const { name } = tab.history.present;
  notifyWithAction(session, `"${name}" is closed.`, { label: 'Undo', run: () => document.reopen() });
}

/** Shows the tab so many places to the right, around the end. */
function step({ document }: Editor, by: number): void {
  const { tabs, active } = document.getState();
  const index = tabs.findIndex(({ id }) => id === active);
  const next = tabs.at((index + by) % tabs.length);
  if (next !== undefined) document.activate(next.id);
}

function shift({ document }: Editor, by: number): void {
  const { tabs, active } = document.getState();
  const index = tabs.findIndex(({ id }) => id === active) + by;
  if (index >= 0 && index < tabs.length) document.move(active, index);
}

const hasSeveral = ({ document }: Editor): boolean => document.getState().tabs.length > 1;

export const tabCommands: readonly Command[] = [
  {
    id: 'next-tab',
    title: 'Next tab',
    group: 'Workflow',
    keys: ['Alt+BracketRight'],
    enabled: hasSeveral,
    run: (editor) => step(editor, 1),
  },
  {
    id: 'previous-tab',
    title: 'Previous tab',
    group: 'Workflow',
    keys: ['Alt+BracketLeft'],
    enabled: hasSeveral,
    run: (editor) => step(editor, -1),
  },
  {
    id: 'move-tab-left',
    title: 'Move tab to the left',
    group: 'Workflow',
    enabled: hasSeveral,
    run: (editor) => shift(editor, -1),
  },
  {
    id: 'move-tab-right',
    title: 'Move tab to the right',
    group: 'Workflow',
    enabled: hasSeveral,
    run: (editor) => shift(editor, 1),
  },
  {
    id: 'duplicate-tab',
    title: 'Duplicate workflow',
    group: 'Workflow',
    run: (editor) => {
      const workflow = documentOf(editor.document.getState());
      const { foreign } = sheetOf(editor.document.getState());
      openDocument(editor, { ...workflow, name: `${workflow.name} copy` }, { opened: null, foreign });
    },
  },
  {
    id: 'close-tab',
    title: 'Close tab',
    group: 'Workflow',
    keys: ['Alt+KeyW'],
    run: (editor) => closeTab(editor, activeTab(editor.document.getState()).id),
  },
  {
    id: 'reopen-tab',
    title: 'Open the closed tab again',
    group: 'Workflow',
    keys: ['Alt+Shift+KeyT'],
    enabled: ({ document }) => document.getState().closed.length > 0,
    run: ({ document }) => document.reopen(),
  },
];
