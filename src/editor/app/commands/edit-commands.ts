import { disconnect, inSequence } from '#core/document/edits.ts';
import { removeKeepingLinks } from '#core/document/remove-keeping-links.ts';

import { canRedo, canUndo, documentOf } from '../../state/document-store.ts';
import { nothing } from '../../state/session-store.ts';
import { edgeKey } from '../../workflow/document-index.ts';
import { takeFragment } from '../../workflow/fragment.ts';
import type { Editor } from '../editor.ts';
import { copyToClipboard, pasteHere, pasteFromClipboard } from './clipboard.ts';
import type { Command } from './command.ts';

const hasSelection = ({ session }: Editor): boolean =>
  session.getState().selectedNodes.size + session.getState().selectedEdges.size > 0;
const hasNodes = ({ session }: Editor): boolean => session.getState().selectedNodes.size > 0;

/** Deletes what is selected: nodes, notes, groups and wires. What a node was fed goes on to what it fed, where that fits. */
export function deleteSelection({ document, session }: Editor): void {
  const { selectedNodes, selectedEdges, catalog } = session.getState();
  const edges = documentOf(document.getState()).edges.filter((edge) => selectedEdges.has(edgeKey(edge)));
  document.seal();
  document.apply(inSequence(...edges.map(disconnect), removeKeepingLinks(selectedNodes, catalog)));
  session.setState({ selectedNodes: nothing, selectedEdges: nothing });
}

function duplicate(editor: Editor): void {
  const { document, session } = editor;
  const fragment = takeFragment(documentOf(document.getState()), session.getState().selectedNodes);
  if (fragment !== undefined) pasteHere(editor, fragment, { keepIncoming: true });
}

export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    title: 'Undo',
    group: 'Edit',
    keys: ['$mod+z'],
    enabled: ({ document }) => canUndo(document.getState()),
    run: ({ document }) => document.undo(),
  },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Edit',
    keys: ['$mod+Shift+z', '$mod+y'],
    enabled: ({ document }) => canRedo(document.getState()),
    run: ({ document }) => document.redo(),
  },
  // Cut, copy and paste come as the browser's own events; the keys are listed for the sheet alone.
  {
    id: 'cut',
    title: 'Cut',
    group: 'Edit',
    enabled: hasNodes,
    run: async (editor) => {
      await copyToClipboard(editor);
      deleteSelection(editor);
    },
  },
  { id: 'copy', title: 'Copy', group: 'Edit', enabled: hasNodes, run: copyToClipboard },
  { id: 'paste', title: 'Paste', group: 'Edit', run: (editor) => pasteFromClipboard(editor) },
  {
    id: 'paste-wired',
    title: 'Paste with its incoming wires',
    group: 'Edit',
    run: (editor) => pasteFromClipboard(editor, true),
  },
  {
    id: 'duplicate',
    title: 'Duplicate',
    group: 'Edit',
    keys: ['$mod+d'],
    onSelection: true,
    enabled: hasNodes,
    run: duplicate,
  },
  {
    id: 'delete',
    title: 'Delete',
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    onSelection: true,
    enabled: hasSelection,
    run: deleteSelection,
  },
  {
    id: 'select-all',
    title: 'Select all',
    group: 'Edit',
    keys: ['$mod+a'],
    run: ({ document, session }) => {
      const { nodes, notes, groups } = documentOf(document.getState());
      session.setState({ selectedNodes: new Set([...nodes, ...notes, ...groups].map(({ id }) => id)) });
    },
  },
];
