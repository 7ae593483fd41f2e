import { nothing } from '../../state/session-store.ts';
import type { Editor } from '../editor.ts';

/** Id of the item on the canvas that holds the focus, or in whose widgets it is. */
export const focusedNode = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset['id'];

/**
 * Selects the item that the keyboard has led to, so that a command means what a person hears. A pointer selects by
 * itself; a focus that it left behind decides nothing.
 */
export function selectFocused({ session }: Editor): void {
  const { activeElement } = document;
  if (activeElement?.matches('.react-flow__node:focus-visible') !== true) return;
  const id = focusedNode();
  if (id === undefined || session.getState().selectedNodes.has(id)) return;
  session.setState({ selectedNodes: new Set([id]), selectedEdges: nothing });
}

/** The one item that a command is about: where the focus is, else what is selected alone. */
export function currentNode({ session }: Editor): string | undefined {
  const { selectedNodes } = session.getState();
  const [only] = selectedNodes.size === 1 ? selectedNodes : [];
  return focusedNode() ?? only;
}
