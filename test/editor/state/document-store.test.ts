import { expect, test } from 'vitest';

import { renameDocument } from '#core/document/edits.ts';
import { emptyDocument } from '#core/document/empty.ts';
import { createDocumentStore, documentOf, isUnsaved, sheetOf } from '#editor/state/document-store.ts';

test('a sealed group is not continued', () => {
  const store = createDocumentStore(emptyDocument('start'));
  store.apply(renameDocument('a'), { group: 'name' });
  store.seal();
  store.apply(renameDocument('b'), { group: 'name' });
  store.undo();
  expect(documentOf(store.getState()).name).toBe('a');
});

test('opening another workflow can be undone, and its file comes back with it', () => {
  const store = createDocumentStore(emptyDocument('mine'));
  store.updateSheet({ file: 'mine', saved: documentOf(store.getState()) });
  store.open(emptyDocument('other'));
  expect(sheetOf(store.getState()).file).toBeNull();
  store.undo();
  expect(documentOf(store.getState()).name).toBe('mine');
  expect(sheetOf(store.getState()).file).toBe('mine');
  expect(isUnsaved(store.getState())).toBe(false);
});

test('a workflow is unsaved after an edit and saved again after its undo', () => {
  const store = createDocumentStore(emptyDocument('start'));
  expect(isUnsaved(store.getState())).toBe(true);
  store.updateSheet({ saved: documentOf(store.getState()) });
  store.apply(renameDocument('a'));
  expect(isUnsaved(store.getState())).toBe(true);
  store.undo();
  expect(isUnsaved(store.getState())).toBe(false);
});
