import { posix, win32 } from 'node:path';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isSafeName, isSafePath, safeName, safePath } from '#platform/outputs/safe-path.ts';

/** Everything that has ever climbed out of a folder, mixed with ordinary text. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '/',
        '\\',
        '\0',
        ':',
        'C:',
        '//',
        '%2e%2e%2f',
        'CON',
        'nul',
        'com1.txt',
        'LPT9',
        ' ',
        '.',
        '~',
        '\u202E',
        'é',
        'e\u0301',
        '\u2024\u2024',
        '\uFF0E\uFF0E',
        'a'.repeat(300),
        '🦊'.repeat(80),
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('any text becomes a path', () => {
  test('that stays below its root on POSIX and on Windows', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const path = safePath(text).join('/');
        for (const { resolve, relative, isAbsolute, sep } of [posix, win32]) {
          const root = resolve('/root/output');
          const below = relative(root, resolve(root, path));
          expect(below.split(sep)[0] === '..' || isAbsolute(below) || below === '').toBe(false);
        }
      }),
    );
  });

  test('whose parts are names that every system takes', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const part of safePath(text)) {
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
          expect(Buffer.byteLength(part)).toBeGreaterThan(0);
          // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
          expect(part).not.toMatch(/[\u0000-\u001F\u007F<>:"/\\|?*]|[. ]$/);
          expect(part).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
          expect(part).toBe(part.normalize('NFC'));
        }
      }),
    );
  });

  test('that is kept as it is when made safe again', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const path = safePath(text);
        expect(safePath(path.join('/'))).toEqual(path);
        expect(isSafePath(path.join('/'))).toBe(true);
      }),
    );
  });

  test('whose last name leaves the room asked for', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 255 }), (text, limit) => {
        expect(Buffer.byteLength(safePath(text, limit).at(-1) ?? '')).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

test.each([
  ['fox', 'fox'],
  ['storyboard/scene 1/fox', 'storyboard/scene 1/fox'],
  ['Füchse/狐/🦊', 'Füchse/狐/🦊'],
  ['../../etc/passwd', '__/__/etc/passwd'],
  ['/etc/passwd', 'etc/passwd'],
  ['a//b/./c', 'a/b/c'],
  ['..\\..\\boot.ini', '.._.._boot.ini'],
  ['C:/Windows/win.ini', 'C_/Windows/win.ini'],
  ['NUL', '_UL'],
  ['con.txt/aux', '_on.txt/_ux'],
  ['end. . ', 'end____'],
  ['', '_'],
  ['   ', '_'],
  ['a\0b', 'a_b'],
])('%j becomes %j', (text, path) => {
  expect(safePath(text).join('/')).toBe(path);
});

test('a name is cut between characters, never inside one', () => {
  expect(safeName('🦊🦊🦊', 10)).toBe('🦊🦊');
});

test.each(['', '.', '..', 'a/b', 'a\\b', 'a.', 'a ', 'nul', 'x'.repeat(256), 'e\u0301'])(
  '%j is no safe name',
  (name) => {
    expect(isSafeName(name)).toBe(false);
  },
);
