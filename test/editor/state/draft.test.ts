import { expect, test } from 'vitest';

import { newSheet } from '#editor/state/document-store.ts';
import { keepDraft, restoreDraft, type DraftPlaces } from '#editor/state/draft.ts';

import { storyboard } from '../workflows.ts';

/** Web storage in memory; `room` bounds the characters of all values. */
function memoryStorage(room = Infinity): Storage {
  const values = new Map<string, string>();
  return {
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

const places = (room?: number): DraftPlaces => ({ tab: memoryStorage(room), shared: memoryStorage(room) });

test('a draft comes back as it was, unknown node types and all', () => {
  const document = {
    ...storyboard(),
    nodes: [
      ...storyboard().nodes,
      { id: 'x', type: 'NotInstalled', position: { x: 1, y: 2 }, inputs: { a: [1] } },
    ],
  };
  const here = places();
  const sheet = { file: 'folder/fox', etag: '"1"', saved: document, opened: document, runs: ['run-1'] };
  expect(keepDraft(here, { document, sheet })).toBe(true);
  const restored = restoreDraft(here);
  expect(restored?.document).toEqual(document);
  expect(restored?.sheet).toMatchObject({ file: 'folder/fox', etag: '"1"', runs: ['run-1'] });
  expect(restored?.sheet.saved).toBe(restored?.document);
});

test('a tab keeps its own draft, a new tab begins with the newest', () => {
  const shared = memoryStorage();
  const first = { tab: memoryStorage(), shared };
  const second = { tab: memoryStorage(), shared };
  keepDraft(first, { document: { ...storyboard(), name: 'first' }, sheet: newSheet });
  keepDraft(second, { document: { ...storyboard(), name: 'second' }, sheet: newSheet });
  expect(restoreDraft(first)?.document.name).toBe('first');
  expect(restoreDraft({ tab: memoryStorage(), shared })?.document.name).toBe('second');
});

test('what does not fit is told, what cannot be read is passed over', () => {
  expect(keepDraft(places(10), { document: storyboard(), sheet: newSheet })).toBe(false);
  const broken = places();
  broken.tab.setItem('batchwork.draft', '{"document": 1}');
  broken.shared.setItem('batchwork.draft', 'not json');
  expect(restoreDraft(broken)).toBeUndefined();
});
