import { expect, test } from 'vitest';

import { renameDocument } from '#core/document/edits.ts';
import { emptyDocument } from '#core/document/empty.ts';
import {
  activeTab,
  canUndo,
  createDocumentStore,
  documentOf,
  sheetOf,
  type DocumentStore,
} from '#editor/state/document-store.ts';
import { isTabUnsaved, newSheet } from '#editor/state/tab.ts';

import { storyboard } from '../workflows.ts';

const makeStore = (name = 'start'): DocumentStore => {
  let last = 0;
  return createDocumentStore({ ...storyboard(), name }, () => `tab-${++last}`);
};
const names = (store: DocumentStore): string[] =>
  store.getState().tabs.map(({ history }) => history.present.name);
const shown = (store: DocumentStore): string => documentOf(store.getState()).name;

test('a sealed group is not continued', () => {
  const store = makeStore();
  store.apply(renameDocument('a'), { group: 'name' });
  store.seal();
  store.apply(renameDocument('b'), { group: 'name' });
  store.undo();
  expect(shown(store)).toBe('a');
});

test('each tab has a history of its own', () => {
  const store = makeStore('one');
  store.apply(renameDocument('one!'));
  const [first] = store.getState().tabs;
  store.open(emptyDocument('two'));
  expect(canUndo(store.getState())).toBe(false);
  store.apply(renameDocument('two!'));
  store.activate(first?.id ?? '');
  store.undo();
  expect(names(store)).toEqual(['one', 'two!']);
});

test('an empty or untouched workflow makes room for the next; one with work in it stays', () => {
  const store = createDocumentStore(emptyDocument('empty'));
  const template = { ...storyboard(), name: 'template' };
  store.open(template, { ...newSheet, opened: template });
  expect(names(store)).toEqual(['template']);
  store.apply(renameDocument('mine'));
  store.open(emptyDocument('other'));
  expect(names(store)).toEqual(['mine', 'other']);
});

test('a closed tab opens again where it was, with file and history', () => {
  const store = makeStore('one');
  store.apply(renameDocument('one!'));
  store.updateSheet({ file: 'folder/one' });
  store.open(emptyDocument('two'));
  store.apply(renameDocument('two!'));
  store.close(store.getState().tabs[0]?.id ?? '');
  expect(names(store)).toEqual(['two!']);
  store.reopen();
  expect(names(store)).toEqual(['one!', 'two!']);
  expect(sheetOf(store.getState()).file).toBe('folder/one');
  store.undo();
  expect(shown(store)).toBe('one');
});

test('the last tab leaves an empty workflow behind, which goes when the tab comes back', () => {
  const store = makeStore('only');
  store.close(store.getState().active);
  expect(documentOf(store.getState()).nodes).toEqual([]);
  store.reopen();
  expect(names(store)).toEqual(['only']);
});

test('tabs are moved', () => {
  const store = makeStore('a');
  for (const name of ['b', 'c']) {
    store.open({ ...storyboard(), name });
    store.apply((document) => ({ ...document, edges: [] }));
  }
  store.move(store.getState().active, 0);
  expect(names(store)).toEqual(['c', 'a', 'b']);
  expect(shown(store)).toBe('c');
});

test('what another version takes the place of lies among the closed tabs if it was in no file', () => {
  const store = makeStore('mine');
  const theirs = emptyDocument('theirs');
  store.updateSheet({ file: 'shared', etag: '"1"' });
  store.replace(store.getState().active, theirs, { file: 'shared', etag: '"2"', saved: theirs });
  expect(names(store)).toEqual(['theirs']);
  expect(isTabUnsaved(activeTab(store.getState()))).toBe(false);
  store.reopen();
  expect(shown(store)).toBe('mine');
  expect(sheetOf(store.getState()).file).toBeNull();
});

test('a workflow is unsaved after an edit and saved again after its undo', () => {
  const store = makeStore();
  const unsaved = (): boolean => isTabUnsaved(activeTab(store.getState()));
  expect(unsaved()).toBe(true);
  store.updateSheet({ saved: documentOf(store.getState()) });
  store.apply(renameDocument('a'));
  expect(unsaved()).toBe(true);
  store.undo();
  expect(unsaved()).toBe(false);
});
