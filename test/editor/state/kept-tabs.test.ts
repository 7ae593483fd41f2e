import { expect, test } from 'vitest';

import { renameDocument } from '#core/document/edits.ts';
import {
  createDocumentStore,
  documentOf,
  sheetOf,
  type DocumentStore,
} from '#editor/state/document-store.ts';
import { forgetWindows, keepTabs, keptWindows, restoreTabs } from '#editor/state/kept-tabs.ts';

import { storyboard } from '../workflows.ts';

/** Web storage in memory; `room` bounds the characters of all values. */
function memoryStorage(room = Infinity): Storage & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => {
      if (value.length > room) throw new Error('QuotaExceededError');
      values.set(key, value);
    },
  };
}

/** A window of the browser: a store whose every change is kept. */
function openWindow(storage: Storage, name: string): DocumentStore {
  let last = 0;
  const store = createDocumentStore({ ...storyboard(), name }, () => `${name}-${++last}`);
  let kept = store.getState();
  keepTabs(storage, name, { now: kept, before: undefined });
  store.subscribe((now) => {
    keepTabs(storage, name, { now, before: kept });
    kept = now;
  });
  return store;
}

test('tabs come back as they were: order, file, runs, and node types that nobody knows', () => {
  const storage = memoryStorage();
  const store = openWindow(storage, 'w');
  const strange = { id: 'x', type: 'NotInstalled', position: { x: 1, y: 2 }, inputs: { a: [1] } };
  store.apply((document) => ({ ...document, nodes: [...document.nodes, strange] }));
  store.updateSheet({
    file: 'folder/fox',
    etag: '"1"',
    saved: documentOf(store.getState()),
    runs: ['run-1'],
  });
  const first = store.getState();
  store.open({ ...storyboard(), name: 'second' });
  const restored = restoreTabs(storage, ['w']);
  expect(restored?.tabs.map(({ history }) => history.present)).toEqual(
    store.getState().tabs.map(({ history }) => history.present),
  );
  expect(restored?.active).toBe(store.getState().active);
  const [tab] = restored?.tabs ?? [];
  expect(tab?.sheet).toMatchObject({ file: 'folder/fox', etag: '"1"', runs: ['run-1'] });
  expect(tab?.sheet.saved).toBe(tab?.history.present);
  expect(tab?.history.present).toEqual(documentOf(first));
});

test('a closed tab can be opened again after a reload; what is gone for good leaves no trace', () => {
  const storage = memoryStorage();
  const store = openWindow(storage, 'w');
  store.apply(renameDocument('work'));
  store.close(store.getState().active);
  const after = createDocumentStore(storyboard());
  const restored = restoreTabs(storage, ['w']);
  if (restored === undefined) throw new Error('nothing was restored');
  after.restore(restored);
  after.reopen();
  expect(documentOf(after.getState()).name).toBe('work');
  for (let count = 0; count < 25; count += 1) {
    store.open({ ...storyboard(), name: `tab ${count}` });
    store.close(store.getState().active);
  }
  expect(storage.values.size).toBeLessThan(25);
});

test('a new window takes over what windows that are gone had, but not twice what lies in a file', () => {
  const storage = memoryStorage();
  const [older, newer] = [openWindow(storage, 'older'), openWindow(storage, 'newer')];
  older.apply(renameDocument('unsaved in the older'));
  older.open({ ...storyboard(), name: 'safe' });
  older.updateSheet({ file: 'safe', etag: '"1"', saved: documentOf(older.getState()) });
  newer.apply(renameDocument('newest'));
  const restored = restoreTabs(storage, keptWindows(storage));
  expect(restored?.tabs.map(({ history }) => history.present.name)).toEqual([
    'newest',
    'unsaved in the older',
  ]);
  expect(restored?.active).toBe(newer.getState().active);
  if (restored !== undefined) {
    keepTabs(storage, 'third', { now: restored, before: undefined });
    forgetWindows(storage, ['older', 'newer'], restored);
  }
  expect(keptWindows(storage)).toEqual(['third']);
  expect(restoreTabs(storage, ['third'])?.tabs).toHaveLength(2);
});

test('what does not fit is told, what cannot be read is passed over', () => {
  const small = memoryStorage(10);
  const now = createDocumentStore(storyboard()).getState();
  expect(keepTabs(small, 'w', { now, before: undefined })).toBe(false);
  const broken = memoryStorage();
  broken.setItem('batchwork.window.a', '{"tabs": 1}');
  broken.setItem('batchwork.window.b', 'not json');
  expect(restoreTabs(broken, keptWindows(broken))).toBeUndefined();
  const half = memoryStorage();
  openWindow(half, 'w');
  half.setItem('batchwork.tab.w-1', '{"document": 1}');
  expect(restoreTabs(half, ['w'])).toBeUndefined();
  expect(sheetOf(createDocumentStore(storyboard()).getState()).file).toBeNull();
});
