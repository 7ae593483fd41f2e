import { inSequence, moveItems, pasteFragment, type Edit } from '#core/document/edits.ts';
import type { Position, WorkflowDocument } from '#core/document/schema.ts';

import { boxesOf } from '../app/commands/item-boxes-of.ts';
import type { Editor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { noGuides, noPositions, nothing } from '../state/session-store.ts';
import { edgeKey } from '../workflow/document-index.ts';
import { takeFragment } from '../workflow/fragment.ts';
import { groupMembers } from '../workflow/group-members.ts';
import { levelWith } from '../workflow/guides.ts';
import { boxAround, boxesMeet, type Box } from '../workflow/item-boxes.ts';
import { snap } from '../workflow/new-node.ts';
import { spliceLooseNode } from '../workflow/splice.ts';
import { wiresAt, type Pointer } from './pointer.ts';

interface Move {
  readonly id: string;
  readonly position: Position;
}

/** Screen pixels within which a dragged item is held level with another. */
const reachPx = 6;

/**
 * What happens to items between grasp and drop: they are held on the grid and level with others, a group takes what
 * lies in it along, a loose node over a wire is put into it, and with Alt a copy is put down in their place.
 */
export function createDrag(editor: Editor, pointer: Pointer) {
  const { document, session } = editor;
  /** Boxes as they were when the drag began. */
  let origin: { workflow: WorkflowDocument; boxes: ReadonlyMap<string, Box> } | undefined;

  const originOf = (workflow: WorkflowDocument) =>
    origin?.workflow === workflow ? origin : (origin = { workflow, boxes: boxesOf(editor) });

  const move = (moves: readonly Move[], { byPointer }: { byPointer: boolean }): void => {
    const workflow = documentOf(document.getState());
    const pinned = pinnedIds(workflow);
    const free = moves.filter(({ id }) => !pinned.has(id));
    const [first] = free;
    if (first === undefined) return;
    const { preferences } = session.getState();
    const level = byPointer && preferences.helperLines ? levelOf(workflow, free) : undefined;
    const gridded = preferences.snap ? snap(first.position) : first.position;
    const dx = level?.x == null ? gridded.x - first.position.x : level.dx;
    const dy = level?.y == null ? gridded.y - first.position.y : level.dy;
    const positions = new Map(session.getState().dragged);
    for (const { id, position } of free) positions.set(id, { x: position.x + dx, y: position.y + dy });
    for (const { id } of free) carryMembers(positions, workflow, id);
    session.setState({
      dragged: positions,
      settling: noPositions,
      guides: level === undefined ? noGuides : { x: level.x, y: level.y },
      spliceEdge: byPointer && positions.size === 1 ? (wireToSplice(workflow, first.id)?.key ?? null) : null,
    });
  };

  /** Levels what is dragged, as one box, with the other items in view. */
  const levelOf = (workflow: WorkflowDocument, moves: readonly Move[]) => {
    const { boxes } = originOf(workflow);
    const moving = new Set(moves.map(({ id }) => id));
    const around = boxAround(
      moves.flatMap(({ id, position }) => {
        const box = boxes.get(id);
        return box === undefined ? [] : [{ ...box, x: position.x, y: position.y }];
      }),
    );
    const visible = editor.canvas?.visible();
    if (around === undefined || visible === undefined) return undefined;
    const others = [...boxes].flatMap(([id, box]) =>
      moving.has(id) || !boxesMeet(box, visible) ? [] : [box],
    );
    return levelWith(around, others, reachPx * (visible.width / (editor.canvas?.widthPx() ?? visible.width)));
  };

  /** What lies in a group's frame moves as far as the group does. */
  const carryMembers = (positions: Map<string, Position>, workflow: WorkflowDocument, id: string): void => {
    const group = workflow.groups.find((candidate) => candidate.id === id);
    const to = positions.get(id);
    if (group === undefined || to === undefined) return;
    const [x, y] = [to.x - group.position.x, to.y - group.position.y];
    const members = new Set(groupMembers(workflow, id));
    for (const item of [...workflow.nodes, ...workflow.notes])
      if (members.has(item.id) && item.pinned !== true)
        positions.set(item.id, { x: item.position.x + x, y: item.position.y + y });
  };

  /** The wire under the pointer that this node could be put into. */
  const wireToSplice = (
    workflow: WorkflowDocument,
    node: string,
  ): { key: string; edit: Edit } | undefined => {
    if (pointer.at === undefined) return undefined;
    const under = new Set(wiresAt(pointer.at));
    if (under.size === 0) return undefined;
    const edge = workflow.edges.find((candidate) => under.has(edgeKey(candidate)));
    const edit =
      edge === undefined ? undefined : spliceLooseNode(workflow, session.getState().catalog, { edge, node });
    return edge === undefined || edit === undefined ? undefined : { key: edgeKey(edge), edit };
  };

  const drop = (): void => {
    const { dragged, spliceEdge } = session.getState();
    const workflow = documentOf(document.getState());
    origin = undefined;
    if (dragged.size > 0) {
      const [only] = dragged.size === 1 ? dragged.keys() : [];
      const splice = spliceEdge === null || only === undefined ? undefined : wireToSplice(workflow, only);
      document.seal();
      if (pointer.altKey) putCopy(workflow, dragged);
      else document.apply(inSequence(moveItems(dragged), ...(splice === undefined ? [] : [splice.edit])));
      document.seal();
    }
    session.setState({ dragged: noPositions, guides: noGuides, spliceEdge: null });
  };

  /** The dragged items stay where they were; copies of them are put down where they were dropped. */
  const putCopy = (workflow: WorkflowDocument, dragged: ReadonlyMap<string, Position>): void => {
    const fragment = takeFragment(workflow, new Set(dragged.keys()));
    const first = [...workflow.nodes, ...workflow.notes, ...workflow.groups].find(({ id }) =>
      dragged.has(id),
    );
    const to = dragged.get(first?.id ?? '');
    if (fragment === undefined || first === undefined || to === undefined) return;
    const offset = { x: to.x - first.position.x, y: to.y - first.position.y };
    document.apply(pasteFragment(fragment, { offset, keepIncoming: true }));
    const before = new Set([...workflow.nodes, ...workflow.notes, ...workflow.groups].map(({ id }) => id));
    const now = documentOf(document.getState());
    const added = [...now.nodes, ...now.notes, ...now.groups].map(({ id }) => id);
    session.setState({
      selectedNodes: new Set(added.filter((id) => !before.has(id))),
      selectedEdges: nothing,
    });
  };

  return { move, drop };
}

const pinnedIds = ({ nodes, notes, groups }: WorkflowDocument): ReadonlySet<string> =>
  new Set([...nodes, ...notes, ...groups].flatMap(({ id, pinned }) => (pinned === true ? [id] : [])));
