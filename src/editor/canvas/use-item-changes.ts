import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useMemo, useState } from 'react';

import { moveItems } from '#core/document/edits.ts';
import type { Position } from '#core/document/schema.ts';

import { documentOf } from '../state/document-store.ts';
import type { SessionState } from '../state/session-store.ts';
import { useStores } from '../state/stores.ts';
import { groupMembers } from '../workflow/group-members.ts';
import { snap } from '../workflow/new-node.ts';
import type { FlowEdge, FlowNode } from './flow-items.ts';

type Measured = ReadonlyMap<string, { width: number; height: number }>;
const noPositions: SessionState['dragged'] = new Map();

/**
 * Takes React Flow's changes in: selection and drags go to the session, a drop is committed to the document, and
 * measured sizes stay here, since they are neither.
 */
export function useItemChanges() {
  const { document, session } = useStores();
  const [measured, setMeasured] = useState<Measured>(() => new Map());
  const handlers = useMemo(() => {
    const takeSelection = (
      key: 'selectedNodes' | 'selectedEdges',
      changes: readonly { id: string; selected: boolean }[],
    ): void => {
      if (changes.length === 0) return;
      session.setState((state) => {
        const next = new Set(state[key]);
        for (const { id, selected } of changes)
          if (selected) next.add(id);
          else next.delete(id);
        return { [key]: next };
      });
    };

    const takePositions = (changes: readonly Extract<NodeChange, { type: 'position' }>[]): void => {
      const moved = changes.filter(({ position }) => position !== undefined);
      if (moved.length > 0) drag(moved);
      // A drop, or a step with the arrow keys, which never drags.
      if (changes.some(({ dragging }) => dragging !== true)) drop();
    };

    const drag = (changes: readonly Extract<NodeChange, { type: 'position' }>[]): void => {
      const workflow = documentOf(document.getState());
      session.setState(({ dragged }) => {
        const next = new Map(dragged);
        for (const { id, position } of changes) if (position !== undefined) next.set(id, snap(position));
        for (const { id, position } of changes) {
          const group = workflow.groups.find((candidate) => candidate.id === id);
          if (group !== undefined && position !== undefined) carryMembers(next, id, group.position);
        }
        return { dragged: next };
      });
    };

    /** What lies in a group's frame moves as far as the group does. */
    const carryMembers = (positions: Map<string, Position>, group: string, origin: Position): void => {
      const workflow = documentOf(document.getState());
      const to = positions.get(group) ?? origin;
      const [x, y] = [to.x - origin.x, to.y - origin.y];
      const members = new Set(groupMembers(workflow, group));
      for (const item of [...workflow.nodes, ...workflow.notes])
        if (members.has(item.id)) positions.set(item.id, { x: item.position.x + x, y: item.position.y + y });
    };

    const drop = (): void => {
      const { dragged } = session.getState();
      if (dragged.size === 0) return;
      document.seal();
      document.apply(moveItems(dragged));
      session.setState({ dragged: noPositions });
    };

    const takeSizes = (changes: readonly Extract<NodeChange, { type: 'dimensions' }>[]): void => {
      if (changes.length === 0) return;
      setMeasured((before) => {
        const next = new Map(before);
        for (const { id, dimensions } of changes)
          if (dimensions !== undefined) {
            const old = before.get(id);
            if (old?.width !== dimensions.width || old.height !== dimensions.height) next.set(id, dimensions);
          }
        return next;
      });
    };

    return {
      onNodesChange: (changes: NodeChange<FlowNode>[]): void => {
        takeSelection(
          'selectedNodes',
          changes.filter((change) => change.type === 'select'),
        );
        takePositions(changes.filter((change) => change.type === 'position'));
        takeSizes(changes.filter((change) => change.type === 'dimensions'));
      },
      onEdgesChange: (changes: EdgeChange<FlowEdge>[]): void =>
        takeSelection(
          'selectedEdges',
          changes.filter((change) => change.type === 'select'),
        ),
    };
  }, [document, session]);
  return { measured, ...handlers };
}
