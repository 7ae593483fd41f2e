import { pasteFragment, type Fragment } from '#core/document/edits.ts';
import { emptyDocument } from '#core/document/empty.ts';
import type { Position } from '#core/document/schema.ts';

import { documentOf } from '../../state/document-store.ts';
import { nothing } from '../../state/session-store.ts';
import { fragmentFromText, fragmentToText, takeFragment } from '../../workflow/fragment.ts';
import { freePlace } from '../../workflow/free-place.ts';
import { boxAround, boxesMeet, itemBoxes, type Box } from '../../workflow/item-boxes.ts';
import { snap } from '../../workflow/new-node.ts';
import type { Editor } from '../editor.ts';
import { notify } from '../notices.ts';
import { importText, takeImages } from './import-workflow.ts';
import { boxesOf } from './item-boxes-of.ts';

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
export async function pasteFromClipboard(editor: Editor, keepIncoming = false): Promise<void> {
  try {
    pasteText(editor, await navigator.clipboard.readText(), keepIncoming);
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
    pasteHere(editor, fragment, { keepIncoming, at: editor.canvas?.pointer() });
    return true;
  }
  if (!text.trimStart().startsWith('{')) return false;
  void importText(editor, text, 'The pasted text');
  return true;
}

/** Pastes images as a node that loads them. */
export function pasteFiles(editor: Editor, files: readonly File[]): boolean {
  const images = files.filter(({ type }) => type.startsWith('image/'));
  if (images.length === 0) return false;
  void takeImages(editor, images, editor.canvas?.pointer() ?? editor.canvas?.center() ?? { x: 0, y: 0 });
  return true;
}

/**
 * Adds a fragment and selects it: at the pointer when that is over the canvas and what is pasted was copied, else as
 * near to its origin as there is room, or in the middle of the view when the origin is out of sight.
 */
export function pasteHere(
  editor: Editor,
  fragment: Fragment,
  options: { keepIncoming: boolean; at?: Position | undefined },
): void {
  const { document, session } = editor;
  const before = new Set(idsOf(editor));
  const offset = pasteOffset(editor, fragment, options.at);
  document.seal();
  document.apply(pasteFragment(fragment, { keepIncoming: options.keepIncoming, offset }));
  document.seal();
  const added = idsOf(editor).filter((id) => !before.has(id));
  session.setState({ selectedNodes: new Set(added), selectedEdges: nothing });
  requestAnimationFrame(() => editor.canvas?.reveal(added));
}

const idsOf = ({ document }: Editor): string[] => {
  const { nodes, notes, groups } = documentOf(document.getState());
  return [...nodes, ...notes, ...groups].map(({ id }) => id);
};

/** How far a second paste at the same place is moved, as a pile of sheets is. */
const pileStep = 24;

/** To the pointer; a step further for every item that begins there already, so that none is covered by its copy. */
function atPointer(pasted: Box, at: Position, taken: readonly Box[]): Position {
  let place = snap(at);
  while (taken.some(({ x, y }) => Math.abs(x - place.x) < pileStep && Math.abs(y - place.y) < pileStep))
    place = { x: place.x + pileStep, y: place.y + pileStep };
  return snap({ x: place.x - pasted.x, y: place.y - pasted.y });
}

function pasteOffset(editor: Editor, fragment: Fragment, at: Position | undefined): Position {
  const { catalog, expanded } = editor.session.getState();
  const pasted = boxAround(
    itemBoxes({
      document: {
        ...emptyDocument(),
        nodes: [...fragment.nodes],
        notes: [...(fragment.notes ?? [])],
        groups: [...(fragment.groups ?? [])],
        edges: [...fragment.edges],
      },
      catalog,
      expanded,
      measured: new Map(),
    }).values(),
  );
  if (pasted === undefined) return { x: 0, y: 0 };
  const taken = boxesOf(editor);
  if (at !== undefined) return atPointer(pasted, at, [...taken.values()]);
  const visible = editor.canvas?.visible();
  const inSight = visible === undefined || boxesMeet(pasted, visible);
  const wished = inSight
    ? pasted
    : {
        ...pasted,
        x: visible.x + (visible.width - pasted.width) / 2,
        y: visible.y + (visible.height - pasted.height) / 2,
      };
  const frames = new Set(documentOf(editor.document.getState()).groups.map(({ id }) => id));
  const place = freePlace(
    wished,
    [...taken].flatMap(([id, box]) => (frames.has(id) ? [] : [box])),
  );
  return { x: place.x - pasted.x, y: place.y - pasted.y };
}
