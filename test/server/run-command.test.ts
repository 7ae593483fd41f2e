import { expect, test } from 'vitest';

import { quote, runCommand } from '#server/workflows/run-command.ts';

test('the usual data folder needs no words of its own', () => {
  expect(runCommand('fox', 'data')).toBe('npx batchwork run data/workflows/fox.json');
  expect(runCommand('stories/Fox & hen', 'elsewhere')).toBe(
    "npx batchwork run 'elsewhere/workflows/stories/Fox & hen.json' --data elsewhere",
  );
});

test.each([
  ['data/fox.json', 'linux', 'data/fox.json'],
  ["it's $HOME.json", 'linux', String.raw`'it'\''s $HOME.json'`],
  [String.raw`data\fox.json`, 'win32', String.raw`data\fox.json`],
  ['my fox.json', 'win32', '"my fox.json"'],
] as const)('%j is quoted for %s', (word, platform, quoted) => {
  expect(quote(word, platform)).toBe(quoted);
});
