import { expect, test } from 'vitest';

import { describeDiagnostic } from '#cli/describe-diagnostic.ts';
import { plainText } from '#cli/plain-text.ts';

test('what a stranger wrote does nothing to a terminal', () => {
  expect(plainText('red \u001B[31mtext\u0007\nnext \u202Eturned')).toBe(
    'red \\u001b[31mtext\\u0007 next \\u202eturned',
  );
  expect(plainText('“Füchse” 🦊 を描く')).toBe('“Füchse” 🦊 を描く');
  expect(
    describeDiagnostic({
      code: 'unknown-type',
      severity: 'error',
      message: 'No \u001B]0;owned\u0007.',
      node: '\u001B[2J',
    }),
  ).toBe('error: \\u001b[2J: No \\u001b]0;owned\\u0007. [unknown-type]');
});
