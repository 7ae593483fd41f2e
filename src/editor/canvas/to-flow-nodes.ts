import { Position as Side } from '@xyflow/react';

import type { Group, NodeInstance, Note, Position, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { edgesInto } from '../workflow/document-index.ts';
import { noteSize } from '../workflow/item-boxes.ts';
import { layoutNode, nodeMeasures, type PortSpot } from '../workflow/node-layout.ts';
import { titleOf, viewNode } from '../workflow/node-view.ts';
import { runOrder } from '../workflow/run-order.ts';
import { handleId, noData, type FlowNode } from './flow-items.ts';

/** What the projection of nodes depends on. */
export interface NodesSource {
  readonly document: WorkflowDocument;
  readonly catalog: DescriptorCatalog;
  readonly selected: ReadonlySet<string>;
  readonly dragged: ReadonlyMap<string, Position>;
  /** Positions of items on their way; where a drag and a way meet, the drag counts. */
  readonly settling: ReadonlyMap<string, Position>;
  readonly expanded: ReadonlySet<string>;
  readonly measured: ReadonlyMap<string, { width: number; height: number }>;
  /** State of a node in words, for its name; empty when there is nothing to say. */
  readonly stateWords: (id: string) => string;
}

type Item = NodeInstance | Group | Note;
interface Entry {
  readonly keys: readonly unknown[];
  readonly node: FlowNode;
}

/**
 * Makes a projection of document and session to React Flow's nodes. It remembers what it made: an item that did not
 * change is the same object again, which is what lets React Flow pass over it.
 */
export function createNodesProjection(): (source: NodesSource) => FlowNode[] {
  let entries = new Map<string, Entry>();
  return (source) => {
    const next = new Map<string, Entry>();
    const project = (item: Item, further: readonly unknown[], make: () => FlowNode): FlowNode => {
      const keys = [
        item,
        source.selected.has(item.id),
        source.dragged.get(item.id),
        source.settling.get(item.id),
        source.measured.get(item.id),
        ...further,
      ];
      const before = entries.get(item.id);
      const same = before !== undefined && before.keys.every((key, index) => Object.is(key, keys[index]));
      const entry = same ? before : { keys, node: make() };
      next.set(item.id, entry);
      return entry.node;
    };
    const { document } = source;
    const byId = new Map(document.nodes.map((node) => [node.id, node]));
    // In the order of a run: it is the order in which Tab leads from one to the next.
    const ordered = runOrder(document).flatMap((id) => byId.get(id) ?? []);
    const nodes = [
      ...ordered.map((node) => {
        const wired = edgesInto(document, node.id);
        const words = source.stateWords(node.id);
        const keys = [
          source.catalog,
          source.expanded.has(node.id),
          words,
          [...wired.keys()].join('\n'),
          source.catalog.has(node.type) ? undefined : document.edges,
        ];
        return project(node, keys, () => flowNode(node, source));
      }),
      ...document.notes.map((note) => project(note, [], () => flowNote(note, source))),
      ...document.groups.map((group) => project(group, [], () => flowGroup(group, source))),
    ];
    entries = next;
    return nodes;
  };
}

/** Fields that all items share. */
function common(item: Item, { selected, dragged, settling, measured }: NodesSource) {
  const size = measured.get(item.id);
  return {
    id: item.id,
    data: noData,
    position: dragged.get(item.id) ?? settling.get(item.id) ?? item.position,
    ...(item.pinned === true ? { draggable: false } : {}),
    selected: selected.has(item.id),
    // What is selected lies above its neighbours; frames set their own.
    zIndex: selected.has(item.id) ? 1 : 0,
    dragging: dragged.has(item.id),
    ...(size === undefined ? {} : { measured: size }),
  };
}

function flowNode(node: NodeInstance, source: NodesSource): FlowNode {
  const view = viewNode(source.document, source.catalog, node);
  const layout = layoutNode(view, {
    wired: new Set(edgesInto(source.document, node.id).keys()),
    expanded: source.expanded.has(node.id),
  });
  const words = source.stateWords(node.id);
  return {
    ...common(node, source),
    type: 'workflow-node',
    initialWidth: layout.width,
    initialHeight: layout.height,
    handles: layout.ports.map(flowHandle),
    ariaLabel: [
      titleOf(view),
      view.known ? view.descriptor.title : `unknown node ${node.type}`,
      node.mode === undefined ? '' : modeWords[node.mode],
      node.pinned === true ? 'pinned' : '',
      words,
    ]
      .filter((part, index, parts) => part !== '' && parts.indexOf(part) === index)
      .join(', '),
  };
}

const modeWords = { mute: 'muted', bypass: 'bypassed' } as const;

/** React Flow wants the handle's box; the dot is centred on the node's edge. */
const flowHandle = ({ name, side, x, y }: PortSpot) => ({
  id: handleId(side, name),
  type: side === 'input' ? ('target' as const) : ('source' as const),
  position: side === 'input' ? Side.Left : Side.Right,
  x: x - nodeMeasures.portSize / 2,
  y: y - nodeMeasures.portSize / 2,
  width: nodeMeasures.portSize,
  height: nodeMeasures.portSize,
});

const flowNote = (note: Note, source: NodesSource): FlowNode => ({
  ...common(note, source),
  type: 'note',
  width: note.size?.width ?? noteSize.width,
  height: note.size?.height ?? noteSize.height,
  ariaLabel: note.text.trim() === '' ? 'Note' : `Note: ${note.text.trim().slice(0, 60)}`,
});

/** Frames lie under everything and are taken hold of at their title. */
const flowGroup = (group: Group, source: NodesSource): FlowNode => ({
  ...common(group, source),
  type: 'group',
  width: group.size.width,
  height: group.size.height,
  zIndex: -1,
  dragHandle: '.group-title',
  ariaLabel: `Group ${group.title}`,
});
