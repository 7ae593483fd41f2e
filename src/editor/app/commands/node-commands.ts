import {
  addGroup,
  addNote,
  inSequence,
  removeItems,
  updateGroup,
  updateNode,
  updateNote,
} from '#core/document/edits.ts';
import type { NodeInstance, NodeMode } from '#core/document/schema.ts';
import { uniqueId } from '#core/document/unique-id.ts';

import { documentOf } from '../../state/document-store.ts';
import { nothing } from '../../state/session-store.ts';
import { edgeKey } from '../../workflow/document-index.ts';
import { freePlace } from '../../workflow/free-place.ts';
import { frameAround } from '../../workflow/group-frame.ts';
import { groupMembers } from '../../workflow/group-members.ts';
import { noteSize } from '../../workflow/item-boxes.ts';
import { takenIds } from '../../workflow/new-node.ts';
import type { Editor } from '../editor.ts';
import { isNode } from './add-node.ts';
import type { Command } from './command.ts';
import { currentNode } from './focused-node.ts';
import { boxesOf } from './item-boxes-of.ts';

/** Items of each kind among what is selected. */
function selected({ document, session }: Editor) {
  const { selectedNodes } = session.getState();
  const { nodes, notes, groups } = documentOf(document.getState());
  const isSelected = ({ id }: { id: string }): boolean => selectedNodes.has(id);
  return {
    nodes: nodes.filter(isSelected),
    notes: notes.filter(isSelected),
    groups: groups.filter(isSelected),
  };
}

const hasNodes = (editor: Editor): boolean => selected(editor).nodes.length > 0;
const hasGroups = (editor: Editor): boolean => selected(editor).groups.length > 0;
const hasItems = ({ session }: Editor): boolean => session.getState().selectedNodes.size > 0;

/** Changes every selected node as one step; a selected group stands for the nodes in it. */
function changeNodes(
  editor: Editor,
  change: (nodes: readonly NodeInstance[]) => Partial<NodeInstance>,
): void {
  const { nodes, groups } = selected(editor);
  const document = documentOf(editor.document.getState());
  const inGroups = new Set(groups.flatMap(({ id }) => groupMembers(document, id)));
  const all = [...nodes, ...document.nodes.filter((node) => inGroups.has(node.id) && !nodes.includes(node))];
  const fields = change(all);
  editor.document.seal();
  editor.document.apply(inSequence(...all.map(({ id }) => updateNode(id, fields))));
  editor.document.seal();
}

const toggleMode = (editor: Editor, mode: NodeMode): void =>
  changeNodes(editor, (nodes) => ({
    mode: nodes.some((node) => node.mode !== mode) ? mode : undefined,
  }));

const toggleCollapsed = (editor: Editor): void =>
  changeNodes(editor, (nodes) => ({
    collapsed: nodes.some(({ collapsed }) => collapsed !== true) ? true : undefined,
  }));

/** Changes a field that nodes, notes and groups share. */
function changeItems(
  editor: Editor,
  change: { pinned?: true | undefined } | { color?: string | undefined },
): void {
  const { nodes, notes, groups } = selected(editor);
  editor.document.seal();
  editor.document.apply(
    inSequence(
      ...nodes.map(({ id }) => updateNode(id, change)),
      ...notes.map(({ id }) => updateNote(id, change)),
      ...groups.map(({ id }) => updateGroup(id, change)),
    ),
  );
  editor.document.seal();
}

function togglePinned(editor: Editor): void {
  const { nodes, notes, groups } = selected(editor);
  const on = [...nodes, ...notes, ...groups].some(({ pinned }) => pinned !== true);
  changeItems(editor, { pinned: on ? true : undefined });
}

/** Colours what is selected; undefined takes the colour off. */
export const colorSelection = (editor: Editor, color: string | undefined): void =>
  changeItems(editor, { color });

/** Draws a frame around what is selected. */
function group(editor: Editor): void {
  const { document, session } = editor;
  const { nodes, notes } = selected(editor);
  const boxes = boxesOf(editor);
  const frame = frameAround([...nodes, ...notes].flatMap(({ id }) => boxes.get(id) ?? []));
  if (frame === undefined) return;
  const id = uniqueId('group', takenIds(documentOf(document.getState())));
  const { x, y, width, height } = frame;
  document.seal();
  document.apply(addGroup({ id, title: 'Group', position: { x, y }, size: { width, height } }));
  document.seal();
  session.setState({ selectedNodes: new Set([id]), selectedEdges: nothing, renaming: id });
}

/** Draws the frames of the selected groups tight around what lies in them. */
function fitGroups(editor: Editor): void {
  const document = documentOf(editor.document.getState());
  const boxes = boxesOf(editor);
  editor.document.seal();
  for (const { id } of selected(editor).groups) {
    const frame = frameAround(groupMembers(document, id).flatMap((member) => boxes.get(member) ?? []));
    if (frame === undefined) continue;
    const { x, y, width, height } = frame;
    editor.document.apply(updateGroup(id, { position: { x, y }, size: { width, height } }), { group: 'fit' });
  }
  editor.document.seal();
}

function ungroup(editor: Editor): void {
  const document = documentOf(editor.document.getState());
  const groups = selected(editor).groups.map(({ id }) => id);
  editor.document.seal();
  editor.document.apply(removeItems(new Set(groups)));
  editor.session.setState({
    selectedNodes: new Set(groups.flatMap((id) => groupMembers(document, id))),
    selectedEdges: nothing,
  });
}

/** Adds an empty note in the middle of the view, ready to be written. */
function addNoteHere({ document, session, canvas, ...rest }: Editor): void {
  const workflow = documentOf(document.getState());
  const id = uniqueId('note', takenIds(workflow));
  const center = canvas?.center() ?? { x: 0, y: 0 };
  const wished = { x: center.x - noteSize.width / 2, y: center.y - noteSize.height / 2, ...noteSize };
  const position = freePlace(wished, boxesOf({ document, session, ...rest }).values());
  document.seal();
  document.apply(addNote({ id, text: '', position, size: { ...noteSize } }));
  session.setState({ selectedNodes: new Set([id]), selectedEdges: nothing, renaming: id });
  requestAnimationFrame(() => canvas?.reveal([id]));
}

function rename(editor: Editor): void {
  const id = currentNode(editor);
  if (id === undefined) return;
  editor.session.setState({ renaming: id, selectedNodes: new Set([id]), selectedEdges: nothing });
}

const isOnNode = (editor: Editor): boolean => {
  const id = currentNode(editor);
  return id !== undefined && isNode(editor, id);
};

export const nodeCommands: readonly Command[] = [
  {
    id: 'add-node',
    title: 'Add node…',
    group: 'Nodes',
    keys: ['Shift+A', '$mod+k'],
    inTextFields: true,
    run: ({ session }) =>
      session.setState({ dialog: { type: 'node-search', at: null, purpose: { kind: 'add' } } }),
  },
  { id: 'add-note', title: 'Add note', group: 'Nodes', run: addNoteHere },
  {
    id: 'rename-node',
    title: 'Rename',
    group: 'Nodes',
    keys: ['F2'],
    enabled: (editor) => currentNode(editor) !== undefined,
    run: rename,
  },
  {
    id: 'connect',
    title: 'Connect…',
    group: 'Nodes',
    keys: ['c'],
    enabled: isOnNode,
    run: (editor) => {
      const node = currentNode(editor);
      if (node !== undefined) editor.session.setState({ dialog: { type: 'connect', node } });
    },
  },
  {
    id: 'replace-node',
    title: 'Replace with…',
    group: 'Nodes',
    enabled: isOnNode,
    run: (editor) => {
      const node = currentNode(editor);
      if (node === undefined) return;
      editor.session.setState({
        dialog: { type: 'node-search', at: null, purpose: { kind: 'replace', node } },
      });
    },
  },
  {
    id: 'insert-node',
    title: 'Insert a node…',
    group: 'Nodes',
    enabled: ({ session }) => session.getState().selectedEdges.size === 1,
    run: ({ session, document }) => {
      const { selectedEdges, menu } = session.getState();
      const edge = documentOf(document.getState()).edges.find((item) => selectedEdges.has(edgeKey(item)));
      if (edge === undefined) return;
      session.setState({
        dialog: { type: 'node-search', at: menu?.at ?? null, purpose: { kind: 'splice', edge } },
      });
    },
  },
  {
    id: 'mute',
    title: 'Mute',
    group: 'Nodes',
    keys: ['$mod+m'],
    onSelection: true,
    enabled: hasItems,
    run: (editor) => toggleMode(editor, 'mute'),
  },
  {
    id: 'bypass',
    title: 'Bypass',
    group: 'Nodes',
    keys: ['$mod+b'],
    onSelection: true,
    enabled: hasItems,
    run: (editor) => toggleMode(editor, 'bypass'),
  },
  {
    id: 'collapse',
    title: 'Collapse',
    group: 'Nodes',
    keys: ['Alt+c'],
    onSelection: true,
    enabled: hasNodes,
    run: toggleCollapsed,
  },
  {
    id: 'pin',
    title: 'Pin in its place',
    group: 'Nodes',
    keys: ['p'],
    onSelection: true,
    enabled: hasItems,
    run: togglePinned,
  },
  {
    id: 'group',
    title: 'Group',
    group: 'Nodes',
    keys: ['$mod+g'],
    onSelection: true,
    enabled: hasItems,
    run: group,
  },
  {
    id: 'ungroup',
    title: 'Ungroup',
    group: 'Nodes',
    keys: ['$mod+Shift+g'],
    onSelection: true,
    enabled: hasGroups,
    run: ungroup,
  },
  {
    id: 'fit-group',
    title: 'Fit the frame to its nodes',
    group: 'Nodes',
    enabled: hasGroups,
    run: fitGroups,
  },
];
