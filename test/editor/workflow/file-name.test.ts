import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { fileNameOf } from '#editor/workflow/file-name.ts';

test.each([
  ['Fox storyboard', 'Fox storyboard'],
  ['  a / b\\c: d?  ', 'a b c d'],
  ['...', 'Untitled'],
  ['', 'Untitled'],
  ['.hidden', 'hidden'],
  ['Füchse 🦊', 'Füchse 🦊'],
])('%j becomes %j', (name, expected) => {
  expect(fileNameOf(name)).toBe(expected);
});

test('no name leads out of its folder', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const file = fileNameOf(name);
      expect(file).not.toMatch(/[/\\]/);
      expect(file).not.toMatch(/^\./);
      expect(file.length).toBeGreaterThan(0);
    }),
  );
});
