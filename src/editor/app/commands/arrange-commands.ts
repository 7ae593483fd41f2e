import { inSequence, moveItems, updateGroup } from '#core/document/edits.ts';
import type { Position } from '#core/document/schema.ts';

import { documentOf } from '../../state/document-store.ts';
import { align, distribute, type Alignment, type Axis } from '../../workflow/arrange.ts';
import type { Box } from '../../workflow/item-boxes.ts';
import type { Editor } from '../editor.ts';
import type { Command } from './command.ts';
import { boxesOf } from './item-boxes-of.ts';
import { settle } from './settle.ts';

/** Selected nodes and notes that may be moved, with their boxes. */
function movable(editor: Editor): ReadonlyMap<string, Box> {
  const { selectedNodes } = editor.session.getState();
  const { nodes, notes } = documentOf(editor.document.getState());
  const boxes = boxesOf(editor);
  return new Map(
    [...nodes, ...notes].flatMap(({ id, pinned }) => {
      const box = boxes.get(id);
      return box === undefined || pinned === true || !selectedNodes.has(id) ? [] : [[id, box] as const];
    }),
  );
}

/** Moves items to new places as one step, shown on their way. */
function moveTo(editor: Editor, positions: ReadonlyMap<string, Position>): void {
  const before = documentOf(editor.document.getState());
  editor.document.seal();
  editor.document.apply(moveItems(positions));
  editor.document.seal();
  settle(editor, before);
}

const alignments: readonly { to: Alignment; title: string; keys: readonly string[] }[] = [
  { to: 'left', title: 'Align left', keys: ['Alt+Shift+KeyA'] },
  { to: 'center', title: 'Align centres', keys: ['Alt+Shift+KeyH'] },
  { to: 'right', title: 'Align right', keys: ['Alt+Shift+KeyD'] },
  { to: 'top', title: 'Align top', keys: ['Alt+Shift+KeyW'] },
  { to: 'middle', title: 'Align middles', keys: ['Alt+Shift+KeyV'] },
  { to: 'bottom', title: 'Align bottom', keys: ['Alt+Shift+KeyS'] },
];
const directions: readonly { along: Axis; title: string }[] = [
  { along: 'horizontal', title: 'Distribute from left to right' },
  { along: 'vertical', title: 'Distribute from top to bottom' },
];

/** Lays out the selected items, or everything when fewer than two are selected. */
async function tidyUp(editor: Editor): Promise<void> {
  const { tidyLayout } = await import('../../workflow/tidy.ts');
  const { document, session, canvas } = editor;
  const before = documentOf(document.getState());
  const { selectedNodes, catalog, expanded, measured } = session.getState();
  const all = new Set([...before.nodes, ...before.notes].map(({ id }) => id));
  const isPart = before.nodes.filter(({ id }) => selectedNodes.has(id)).length > 1;
  const { positions, frames } = tidyLayout(
    { document: before, catalog, expanded, measured },
    isPart ? selectedNodes : all,
  );
  document.seal();
  document.apply(
    inSequence(
      moveItems(positions),
      ...[...frames].map(([id, { x, y, width, height }]) =>
        updateGroup(id, { position: { x, y }, size: { width, height } }),
      ),
    ),
  );
  document.seal();
  settle(editor, before);
  if (!isPart) canvas?.show([...all]);
}

export const arrangeCommands: readonly Command[] = [
  {
    id: 'tidy-up',
    title: 'Tidy up',
    group: 'Arrange',
    keys: ['$mod+Shift+f'],
    enabled: ({ document }) => documentOf(document.getState()).nodes.length > 1,
    run: tidyUp,
  },
  ...alignments.map(({ to, title, keys }): Command => ({
    id: `align-${to}`,
    title,
    group: 'Arrange',
    keys,
    enabled: (editor) => movable(editor).size > 1,
    run: (editor) => moveTo(editor, align(movable(editor), to)),
  })),
  ...directions.map(({ along, title }): Command => ({
    id: `distribute-${along}`,
    title,
    group: 'Arrange',
    enabled: (editor) => movable(editor).size > 2,
    run: (editor) => moveTo(editor, distribute(movable(editor), along)),
  })),
];
