import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useMemo } from 'react';

import { useEditor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { createDrag } from './drag.ts';
import type { FlowEdge, FlowNode } from './flow-items.ts';
import type { Pointer } from './pointer.ts';

/** Takes React Flow's changes in: selection, sizes and drags go to the session, a drop is committed to the document. */
export function useItemChanges(pointer: Pointer) {
  const editor = useEditor();
  return useMemo(() => {
    const { session, document } = editor;
    const drag = createDrag(editor, pointer);

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
      const moved = changes.flatMap(({ id, position }) => (position === undefined ? [] : [{ id, position }]));
      const byPointer = changes.some(({ dragging }) => dragging === true);
      if (moved.length > 0) drag.move(moved, { byPointer });
      // A drop, or a step with the arrow keys, which never drags.
      if (changes.some(({ dragging }) => dragging !== true)) drag.drop();
    };

    const takeSizes = (changes: readonly Extract<NodeChange, { type: 'dimensions' }>[]): void => {
      const { measured } = session.getState();
      const changed = changes.filter(({ id, dimensions }) => {
        const old = measured.get(id);
        return (
          dimensions !== undefined && (old?.width !== dimensions.width || old.height !== dimensions.height)
        );
      });
      if (changed.length === 0) return;
      const present = new Set(
        [
          ...documentOf(document.getState()).nodes,
          ...documentOf(document.getState()).notes,
          ...documentOf(document.getState()).groups,
        ].map(({ id }) => id),
      );
      const next = new Map([...measured].filter(([id]) => present.has(id)));
      for (const { id, dimensions } of changed) if (dimensions !== undefined) next.set(id, dimensions);
      session.setState({ measured: next });
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
  }, [editor, pointer]);
}
