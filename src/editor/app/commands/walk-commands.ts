import type { WorkflowDocument } from '#core/document/schema.ts';

import { documentOf } from '../../state/document-store.ts';
import { nothing } from '../../state/session-store.ts';
import { edgesInto, edgesOutOf } from '../../workflow/document-index.ts';
import { runOrder } from '../../workflow/run-order.ts';
import type { Editor } from '../editor.ts';
import type { Command } from './command.ts';
import { currentNode } from './focused-node.ts';

type Direction = 'along' | 'against' | 'previous' | 'next';

/** Where a step leads: along a wire, against one, or to a neighbour that hangs at the same node. */
function stepFrom(document: WorkflowDocument, id: string, direction: Direction): string | undefined {
  const sources = [...edgesInto(document, id).values()].map(({ from }) => from.node);
  const targets = edgesOutOf(document, id).map(({ to }) => to.node);
  if (direction === 'against') return sources[0];
  if (direction === 'along') return targets[0];
  const [source] = sources;
  const [target] = targets;
  const siblings =
    source !== undefined && edgesOutOf(document, source).length > 1
      ? edgesOutOf(document, source).map(({ to }) => to.node)
      : target !== undefined
        ? [...edgesInto(document, target).values()].map(({ from }) => from.node)
        : runOrder(document);
  const order = [...new Set(siblings)];
  return order[order.indexOf(id) + (direction === 'next' ? 1 : -1)];
}

/** Moves focus and selection one step; with nothing to start from, to the first node of a run. */
function walk(editor: Editor, direction: Direction): void {
  const document = documentOf(editor.document.getState());
  const from = currentNode(editor);
  const order = runOrder(document);
  const to = from === undefined || !order.includes(from) ? order[0] : stepFrom(document, from, direction);
  if (to === undefined) return;
  editor.session.setState({ selectedNodes: new Set([to]), selectedEdges: nothing });
  editor.canvas?.reveal([to]);
  editor.canvas?.focusNode(to);
}

const steps: readonly { direction: Direction; title: string; key: string }[] = [
  { direction: 'along', title: 'Walk along the wire', key: 'ArrowRight' },
  { direction: 'against', title: 'Walk back along the wire', key: 'ArrowLeft' },
  { direction: 'previous', title: 'Walk to the neighbour above', key: 'ArrowUp' },
  { direction: 'next', title: 'Walk to the neighbour below', key: 'ArrowDown' },
];

export const walkCommands: readonly Command[] = steps.map(({ direction, title, key }) => ({
  id: `walk-${direction}`,
  title,
  group: 'View',
  keys: [`Alt+${key}`],
  run: (editor) => walk(editor, direction),
}));
