import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { namesTest } from '#test/rig/names-test.ts';
import { tellFigures } from '#test/rig/tell-figures.ts';

import { localRows } from './local-rows.ts';
import { wireRows } from './wire-rows.ts';

/** The failure catalogue: every row has a test, or says why it has none of its own yet. */
const catalogue = [...wireRows, ...localRows];

const sourceOf = (file: string): string => readFileSync(join('test', file), 'utf8');

test('every fault from 1 to 80 has its row, once', () => {
  expect(catalogue.map(({ row }) => row)).toEqual(Array.from({ length: 80 }, (_none, index) => index + 1));
});

test.each(catalogue)('F$row, $fault: its tests exist', ({ tests }) => {
  const named = Object.entries(tests).flatMap(([file, names]) => names.map((name) => ({ file, name })));
  expect(named).not.toEqual([]);
  for (const { file, name } of named)
    expect({ file, name, exists: namesTest(sourceOf(file), name) }).toEqual({ file, name, exists: true });
});

test('what cannot be met yet says why', () => {
  const later = catalogue.filter((row) => row.later !== undefined);
  expect(later.map(({ row }) => row)).toEqual([77, 78, 79]);
  tellFigures('catalogue', {
    rows: catalogue.length,
    'met by a test': catalogue.length - later.length,
    later: later.length,
  });
});

test('a test that is not there is noticed', () => {
  expect(namesTest("test('a name', () => {});", 'a name')).toBe(true);
  expect(namesTest("// test('a name')\nconst text = 'a name';", 'a name')).toBe(false);
  expect(namesTest("test('a name of more words', () => {});", 'a name')).toBe(false);
});
