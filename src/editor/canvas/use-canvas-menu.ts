import { useMemo, type MouseEvent } from 'react';

import type { Position } from '#core/document/schema.ts';

import { useEditor } from '../app/editor.ts';
import type { OpenMenu } from '../state/session-store.ts';
import { useLongPress } from './use-long-press.ts';

/** Opens the menu of what is pointed at, by right click or a long press; what is pointed at gets selected. */
export function useCanvasMenu() {
  const editor = useEditor();
  const menu = useMemo(() => {
    const { session } = editor;
    const open = (kind: OpenMenu['kind'], at: Position): void => session.setState({ menu: { kind, at } });
    const openFor = (id: string, at: Position): void => {
      if (!session.getState().selectedNodes.has(id))
        session.setState({ selectedNodes: new Set([id]), selectedEdges: new Set() });
      open('node', at);
    };
    const openForEdge = (id: string, at: Position): void => {
      session.setState({ selectedNodes: new Set(), selectedEdges: new Set([id]) });
      open('edge', at);
    };
    const atPointer = (event: MouseEvent | globalThis.MouseEvent): Position => {
      event.preventDefault();
      return { x: event.clientX, y: event.clientY };
    };
    return {
      onHold: (at: Position, target: Element): void => {
        const node = target.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
        const edge = target.closest<SVGElement>('.react-flow__edge')?.dataset['id'];
        if (node !== undefined) openFor(node, at);
        else if (edge !== undefined) openForEdge(edge, at);
        else if (target.closest('.react-flow__pane') !== null) open('pane', at);
      },
      handlers: {
        onPaneContextMenu: (event: MouseEvent | globalThis.MouseEvent) => open('pane', atPointer(event)),
        onNodeContextMenu: (event: MouseEvent, { id }: { id: string }) => openFor(id, atPointer(event)),
        onEdgeContextMenu: (event: MouseEvent, { id }: { id: string }) => openForEdge(id, atPointer(event)),
        onSelectionContextMenu: (event: MouseEvent) => open('node', atPointer(event)),
      },
    };
  }, [editor]);
  return { handlers: menu.handlers, longPress: useLongPress(menu.onHold) };
}
