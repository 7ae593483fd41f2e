import { inSequence, pasteFragment, type Fragment } from '#core/document/edits.ts';
import { parseDocumentText } from '#core/document/parse.ts';
import type { Position } from '#core/document/schema.ts';

import { documentOf } from '../../state/document-store.ts';
import { nothing } from '../../state/session-store.ts';
import { fragmentFromText, fragmentToText, takeFragment } from '../../workflow/fragment.ts';
import { snap } from '../../workflow/new-node.ts';
import type { Editor } from '../editor.ts';
import { notify } from '../notices.ts';
import { addImages } from './image-files.ts';
import { openDocument } from './workflow-files.ts';

const pasteStep = 32;

/** Whether keys and the clipboard belong to the element itself: a text field, or something that lies over the canvas. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input:not([type=checkbox], [type=range], [type=color]), textarea, select, [contenteditable=true]',
  ) !== null;

/** The selected nodes as clipboard text, undefined when none is selected. */
export function selectionText({ document, session }: Editor): string | undefined {
  const fragment = takeFragment(documentOf(document.getState()), session.getState().selectedNodes);
  return fragment === undefined ? undefined : fragmentToText(fragment);
}

/** For menus, where no copy event comes. */
export async function copyToClipboard(editor: Editor): Promise<void> {
  const text = selectionText(editor);
  if (text === undefined) return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    notify(
      editor.session,
      'warning',
      'The browser does not let this page use the clipboard. Use the keys instead.',
    );
  }
}

/** For menus, where no paste event comes. */
export async function pasteFromClipboard(editor: Editor): Promise<void> {
  try {
    pasteText(editor, await navigator.clipboard.readText());
  } catch {
    notify(
      editor.session,
      'warning',
      'The browser does not let this page read the clipboard. Use the keys instead.',
    );
  }
}

/** Pastes nodes, or opens a whole workflow. Text that is neither is let be. */
export function pasteText(editor: Editor, text: string, keepIncoming = false): boolean {
  const fragment = fragmentFromText(text);
  if (fragment !== undefined) {
    pasteHere(editor, fragment, { keepIncoming });
    return true;
  }
  const parsed = text.trimStart().startsWith('{') ? parseDocumentText(text) : undefined;
  if (parsed?.ok !== true) return false;
  openDocument(editor, parsed.document);
  return true;
}

/** Pastes images as a node that loads them. */
export function pasteFiles(editor: Editor, files: readonly File[]): boolean {
  const images = files.filter(({ type }) => type.startsWith('image/'));
  if (images.length === 0) return false;
  void addImages(editor, images, editor.canvas?.center() ?? { x: 0, y: 0 });
  return true;
}

/** Adds a fragment beside its origin, or in view when that is far away, and selects it. */
export function pasteHere(editor: Editor, fragment: Fragment, options: { keepIncoming: boolean }): void {
  const { document, session } = editor;
  const before = new Set(idsOf(editor));
  document.seal();
  document.apply(inSequence(pasteFragment(fragment, { ...options, offset: pasteOffset(editor, fragment) })));
  const added = idsOf(editor).filter((id) => !before.has(id));
  session.setState({ selectedNodes: new Set(added), selectedEdges: nothing });
}

const idsOf = ({ document }: Editor): string[] => {
  const { nodes, notes } = documentOf(document.getState());
  return [...nodes, ...notes].map(({ id }) => id);
};

/** Steps aside until the first item lies on no other; a fragment from elsewhere goes to the middle of the view. */
function pasteOffset(editor: Editor, fragment: Fragment): Position {
  const items = [...fragment.nodes, ...(fragment.notes ?? [])];
  const [first] = items;
  if (first === undefined) return { x: 0, y: 0 };
  const { nodes, notes } = documentOf(editor.document.getState());
  const existing = [...nodes, ...notes];
  const isTaken = (x: number, y: number) =>
    existing.some(({ position }) => Math.abs(position.x - x) < 8 && Math.abs(position.y - y) < 8);
  const here = existing.some(({ id }) => id === first.id);
  if (!here && editor.canvas !== undefined) {
    const center = editor.canvas.center();
    const left = Math.min(...items.map(({ position }) => position.x));
    const top = Math.min(...items.map(({ position }) => position.y));
    return snap({ x: center.x - left - 140, y: center.y - top - 80 });
  }
  let step = pasteStep;
  while (isTaken(first.position.x + step, first.position.y + step)) step += pasteStep;
  return { x: step, y: step };
}
