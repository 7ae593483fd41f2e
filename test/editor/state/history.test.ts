import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { renameDocument } from '#core/document/edits.ts';
import { emptyDocument } from '#core/document/empty.ts';
import { applyEdit, redo, startHistory, undo, type History } from '#editor/state/history.ts';

const nameOf = (history: History) => history.present.name;

test('undo and redo walk through the same documents, whatever was done', () => {
  fc.assert(
    fc.property(fc.nat({ max: 40 }), (steps) => {
      const names = Array.from({ length: steps }, (_, index) => `name ${index}`);
      const start = startHistory(emptyDocument('start'));
      const forward = [start];
      for (const name of names) forward.push(applyEdit(forward.at(-1) ?? start, renameDocument(name)));
      let history = forward.at(-1) ?? start;
      for (const expected of forward.toReversed().slice(1)) {
        history = undo(history);
        expect(history.present).toBe(expected.present);
      }
      expect(undo(history)).toBe(history);
      for (const expected of forward.slice(1)) {
        history = redo(history);
        expect(history.present).toBe(expected.present);
      }
      expect(redo(history)).toBe(history);
    }),
  );
});

test('edits of one group are one step, another group begins the next', () => {
  let history = startHistory(emptyDocument('start'));
  for (const name of ['f', 'fo', 'fox']) history = applyEdit(history, renameDocument(name), 'title');
  history = applyEdit(history, renameDocument('fox!'), 'other');
  history = undo(history);
  expect(nameOf(history)).toBe('fox');
  history = undo(history);
  expect(nameOf(history)).toBe('start');
});

test('typing after an undo is a step of its own, and the undone future is gone', () => {
  let history = applyEdit(startHistory(emptyDocument('start')), renameDocument('a'), 'title');
  history = applyEdit(undo(history), renameDocument('b'), 'title');
  expect(redo(history)).toBe(history);
  expect(nameOf(undo(history))).toBe('start');
});

test('an edit that changes nothing is no step', () => {
  const history = startHistory(emptyDocument('start'));
  expect(applyEdit(history, (document) => document)).toBe(history);
});
