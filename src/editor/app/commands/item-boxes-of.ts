import { documentOf } from '../../state/document-store.ts';
import type { Stores } from '../../state/stores.ts';
import { itemBoxes, type Box } from '../../workflow/item-boxes.ts';

/** Where every item of the open workflow lies, and how large it is drawn. */
export function boxesOf({
  document,
  session,
}: Pick<Stores, 'document' | 'session'>): ReadonlyMap<string, Box> {
  const { catalog, expanded, measured } = session.getState();
  return itemBoxes({ document: documentOf(document.getState()), catalog, expanded, measured });
}
