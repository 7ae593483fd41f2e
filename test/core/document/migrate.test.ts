import { expect, test } from 'vitest';

import { migrate, migrations, type Migration } from '#core/document/migrate.ts';
import { documentVersion } from '#core/document/schema.ts';

const steps = new Map<number, Migration>([
  [1, ({ title, ...rest }) => ({ ...rest, name: title })],
  [2, (document) => ({ ...document, name: `${String(document['name'])}!` })],
]);

test('an older file takes every step up to the target, and keeps what no step knows', () => {
  expect(migrate({ version: 1, title: 'Fox', extra: [1] }, steps, 3)).toEqual({
    ok: true,
    document: { version: 3, name: 'Fox!', extra: [1] },
  });
  expect(migrate({ version: 2, name: 'Fox' }, steps, 3)).toMatchObject({ document: { name: 'Fox!' } });
});

test('a file of the target version is left as it is', () => {
  const document = { version: 3, title: 'kept' };
  expect(migrate(document, steps, 3)).toEqual({ ok: true, document });
});

test('a step does not change the file it was given', () => {
  const document = Object.freeze({ version: 1, title: 'Fox' });
  migrate(document, steps, 3);
  expect(document).toEqual({ version: 1, title: 'Fox' });
});

test.each([
  ['a missing step', { version: 1 }, new Map([[2, (document: object) => ({ ...document })]]), /1 to 2/],
  ['a later version', { version: 4 }, steps, /version 4.*Update/],
  ['no version', {}, steps, /names no version/],
])('%s is refused in words', (_name, document, known, words) => {
  const result = migrate(document, known, 3);
  expect(result).toMatchObject({ ok: false, message: expect.stringMatching(words) });
});

test('there is a step for every version before ours, and for no other', () => {
  const older = Array.from({ length: documentVersion - 1 }, (_, index) => index + 1);
  expect(new Set(migrations.keys())).toEqual(new Set(older));
});
