import { useMemo, type KeyboardEvent } from 'react';

import { useEditor, type Editor } from '../app/editor.ts';
import { documentOf } from '../state/document-store.ts';
import { runOrder } from '../workflow/run-order.ts';

const focusable =
  'button:not(:disabled), input:not(:disabled):not([hidden]), select:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

/**
 * Keys that the canvas answers itself: Tab leads through all nodes in the order of a run, also to those that are out of
 * sight and not on the page; Escape leads from a field back to its node, and gives up a wire begun with a click.
 */
export function useCanvasKeys(cancelClick: () => void) {
  const editor = useEditor();
  return useMemo(
    () => (event: KeyboardEvent<HTMLElement>) => {
      const { target } = event;
      if (!(target instanceof HTMLElement)) return;
      const node = target.closest<HTMLElement>('.react-flow__node');
      if (event.key === 'Tab' && !event.altKey && !event.ctrlKey && !event.metaKey) {
        const next = node === null ? undefined : hiddenNeighbour(editor, node, event.shiftKey);
        if (next === undefined) return;
        event.preventDefault();
        editor.canvas?.focusNode(next);
      }
      if (event.key === 'Escape' && editor.session.getState().wire !== null) {
        cancelClick();
        event.stopPropagation();
      } else if (event.key === 'Escape' && node !== null && target !== node) {
        node.focus();
        event.preventDefault();
        event.stopPropagation();
      }
    },
    [editor, cancelClick],
  );
}

/** The node that Tab leads to from here, when it is not on the page; undefined when the browser finds its way. */
function hiddenNeighbour(editor: Editor, node: HTMLElement, backwards: boolean): string | undefined {
  const inside = [...node.querySelectorAll<HTMLElement>(focusable)].filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility(),
  );
  const last = inside.at(-1) ?? node;
  const { activeElement } = document;
  if (backwards ? activeElement !== node : activeElement !== last) return undefined;
  const order = runOrder(documentOf(editor.document.getState()));
  const at = order.indexOf(node.dataset['id'] ?? '');
  const next = at === -1 ? undefined : order[at + (backwards ? -1 : 1)];
  if (next === undefined) return undefined;
  const isDrawn = document.querySelector(`.react-flow__node[data-id="${CSS.escape(next)}"]`) !== null;
  return isDrawn ? undefined : next;
}
