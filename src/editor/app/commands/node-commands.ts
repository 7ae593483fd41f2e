import { addGroup, addNote, inSequence, removeItems, updateNode } from '#core/document/edits.ts';
import type { NodeMode, Position } from '#core/document/schema.ts';
import { uniqueId } from '#core/document/unique-id.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';

import { documentOf } from '../../state/document-store.ts';
import { nothing } from '../../state/session-store.ts';
import { findNode } from '../../workflow/document-index.ts';
import { freeSpot, placeNode, takenIds } from '../../workflow/new-node.ts';
import { layoutNode, nodeMeasures } from '../../workflow/node-layout.ts';
import { viewNode } from '../../workflow/node-view.ts';
import type { WireEnd } from '../../workflow/port-fit.ts';
import type { Editor } from '../editor.ts';
import type { Command } from './command.ts';

/** Adds a node of a type, wires it where a wire was dropped, and selects it. Without a place: the middle of the view. */
export function addNodeOf(
  editor: Editor,
  descriptor: NodeDescriptor,
  options: { at?: Position | null; wire?: WireEnd | null } = {},
): void {
  const { document, session, canvas } = editor;
  const workflow = documentOf(document.getState());
  const center = canvas?.center() ?? { x: 0, y: 0 };
  const wished = options.at ?? { x: center.x - nodeMeasures.width / 2, y: center.y - 80 };
  // A wire that came from an input leads to the left: the new node ends where it was dropped.
  const shifted = options.wire?.side === 'input' ? { ...wished, x: wished.x - nodeMeasures.width } : wished;
  const position = freeSpot(workflow, shifted);
  const { id, edit } = placeNode(workflow, descriptor, { position, wire: options.wire ?? null });
  document.seal();
  document.apply(edit);
  session.setState({ selectedNodes: new Set([id]), selectedEdges: nothing });
  requestAnimationFrame(() => canvas?.focusNode(id));
}

/** Nodes among what is selected. */
const selected = ({ document, session }: Editor) => {
  const { selectedNodes } = session.getState();
  return documentOf(document.getState()).nodes.filter(({ id }) => selectedNodes.has(id));
};

const hasSelected = (editor: Editor): boolean => selected(editor).length > 0;

function toggleMode(editor: Editor, mode: NodeMode): void {
  const nodes = selected(editor);
  const on = nodes.some((node) => node.mode !== mode);
  editor.document.seal();
  editor.document.apply(
    inSequence(...nodes.map(({ id }) => updateNode(id, { mode: on ? mode : undefined }))),
  );
}

function toggleCollapsed(editor: Editor): void {
  const nodes = selected(editor);
  const on = nodes.some(({ collapsed }) => collapsed !== true);
  editor.document.seal();
  editor.document.apply(
    inSequence(...nodes.map(({ id }) => updateNode(id, { collapsed: on ? true : undefined }))),
  );
}

const groupPadding = 24;

/** Draws a frame around what is selected. */
function group(editor: Editor): void {
  const { document, session } = editor;
  const workflow = documentOf(document.getState());
  const { catalog, expanded } = session.getState();
  const boxes = selected(editor).map((node) => {
    const view = viewNode(workflow, catalog, node);
    const { width, height } = layoutNode(view, { wired: new Set(), expanded: expanded.has(node.id) });
    return { ...node.position, right: node.position.x + width, bottom: node.position.y + height };
  });
  if (boxes.length === 0) return;
  const x = Math.min(...boxes.map((box) => box.x)) - groupPadding;
  const y = Math.min(...boxes.map((box) => box.y)) - groupPadding - 24;
  const id = uniqueId('group', takenIds(workflow));
  document.seal();
  document.apply(
    addGroup({
      id,
      title: 'Group',
      position: { x, y },
      size: {
        width: Math.max(...boxes.map((box) => box.right)) + groupPadding - x,
        height: Math.max(...boxes.map((box) => box.bottom)) + groupPadding - y,
      },
    }),
  );
  session.setState({ renaming: id });
}

function ungroup({ document, session }: Editor): void {
  const { selectedNodes } = session.getState();
  const groups = documentOf(document.getState()).groups.filter(({ id }) => selectedNodes.has(id));
  document.apply(removeItems(new Set(groups.map(({ id }) => id))));
}

/** Adds an empty note in the middle of the view. */
function addNoteHere({ document, session, canvas }: Editor): void {
  const workflow = documentOf(document.getState());
  const id = uniqueId('note', takenIds(workflow));
  const center = canvas?.center() ?? { x: 0, y: 0 };
  const position = freeSpot(workflow, { x: center.x - 120, y: center.y - 60 });
  document.seal();
  document.apply(addNote({ id, text: '', position, size: { width: 240, height: 120 } }));
  session.setState({ selectedNodes: new Set([id]), selectedEdges: nothing });
}

export const nodeCommands: readonly Command[] = [
  {
    id: 'add-node',
    title: 'Add node…',
    group: 'Nodes',
    keys: ['$mod+k', 'Shift+A'],
    run: ({ session }) => session.setState({ dialog: { type: 'node-search', at: null, wire: null } }),
  },
  { id: 'add-note', title: 'Add note', group: 'Nodes', run: addNoteHere },
  {
    id: 'rename-node',
    title: 'Rename',
    group: 'Nodes',
    keys: ['F2'],
    enabled: ({ session }) => session.getState().selectedNodes.size === 1,
    run: ({ session }) => {
      const [id] = session.getState().selectedNodes;
      if (id !== undefined) session.setState({ renaming: id });
    },
  },
  {
    id: 'connect',
    title: 'Connect…',
    group: 'Nodes',
    keys: ['c'],
    enabled: ({ session, document }) => {
      const [id] = session.getState().selectedNodes;
      return id !== undefined && findNode(documentOf(document.getState()), id) !== undefined;
    },
    run: ({ session }) => {
      session.setState({ inspectorOpen: true, panel: 'inspector' });
      requestAnimationFrame(() =>
        globalThis.document.querySelector<HTMLSelectElement>('[data-source-select]')?.focus(),
      );
    },
  },
  {
    id: 'mute',
    title: 'Mute',
    group: 'Nodes',
    keys: ['$mod+m'],
    enabled: hasSelected,
    run: (editor) => toggleMode(editor, 'mute'),
  },
  {
    id: 'bypass',
    title: 'Bypass',
    group: 'Nodes',
    keys: ['$mod+b'],
    enabled: hasSelected,
    run: (editor) => toggleMode(editor, 'bypass'),
  },
  {
    id: 'collapse',
    title: 'Collapse',
    group: 'Nodes',
    keys: ['Alt+c'],
    enabled: hasSelected,
    run: toggleCollapsed,
  },
  { id: 'group', title: 'Group', group: 'Nodes', keys: ['$mod+g'], enabled: hasSelected, run: group },
  { id: 'ungroup', title: 'Ungroup', group: 'Nodes', keys: ['$mod+Shift+g'], run: ungroup },
];
