import { expect, test } from 'vitest';

import { initialPreferences, parsePreferences } from '#editor/state/preferences.ts';

test('what is stored comes back', () => {
  const own = { ...initialPreferences, wheel: 'pan' as const, keys: { mute: ['m'] }, snap: false };
  expect(parsePreferences(JSON.stringify(own))).toEqual(own);
});

test.each([null, '', '{', '[]', '7', 'null'])('what makes no sense is initial: %s', (text) => {
  expect(parsePreferences(text)).toEqual(initialPreferences);
});

test('a field that makes no sense takes no other along', () => {
  expect(parsePreferences('{"wheel":"spin","minimap":true}')).toEqual({
    ...initialPreferences,
    minimap: true,
  });
});
