import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { fillPrefix, type PrefixValues } from '#engine/run/file-prefix.ts';

import { runs } from './arbitrary-document.ts';

const values: fc.Arbitrary<PrefixValues> = fc.record({
  createdAt: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
  run: fc.constantFrom('r1', '%index%', '%', ''),
  index: fc.integer({ min: 1, max: 99_999 }),
  seed: fc.option(fc.nat({ max: 2_147_483_647 }), { nil: undefined }),
});

const two = (value: number): string => String(value).padStart(2, '0');
const text = fc.string().map((piece) => piece.replaceAll('%', ''));
const unknown = fc
  .constantFrom('Sampler.seed', 'width', 'Date', 'RUN', 'index2', 'my node', 'run:2', 'x')
  .map((name) => `%${name}%`);

interface Piece {
  readonly written: string;
  readonly filled: (given: PrefixValues) => string;
}
const piece: fc.Arbitrary<Piece> = fc.oneof(
  text.map((written) => ({ written, filled: () => written })),
  unknown.map((written) => ({ written, filled: () => written })),
  fc.constantFrom<Piece>(
    { written: '%run%', filled: ({ run }) => run },
    { written: '%index%', filled: ({ index }) => String(index) },
    { written: '%seed%', filled: ({ seed }) => String(seed ?? 0) },
    {
      written: '%date%',
      filled: ({ createdAt }) => {
        const date = new Date(createdAt);
        return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
      },
    },
    {
      written: '%date:HH.mm.ss/yy%',
      filled: ({ createdAt }) => {
        const date = new Date(createdAt);
        return `${two(date.getHours())}.${two(date.getMinutes())}.${two(date.getSeconds())}/${two(date.getFullYear() % 100)}`;
      },
    },
  ),
);

test('known placeholders are filled once, unknown ones and all other text stay as they are', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), values, (pieces, given) => {
      const written = pieces.map((each) => each.written).join('');
      expect(fillPrefix(written, given)).toBe(pieces.map((each) => each.filled(given)).join(''));
    }),
    { numRuns: runs },
  );
});

const noon = { createdAt: new Date(2026, 0, 2, 3, 4, 5).getTime(), run: 'r7', index: 4, seed: undefined };

test.each([
  ['fox', 'fox'],
  ['a/%date:yyyy-MM-dd%/%index%', 'a/2026-01-02/4'],
  ['%date:yyMMdd-HHmmss%', '260102-030405'],
  ['%foo%date%bar%', '%foo%date%bar%'],
  ['100% %run%', '100% r7'],
  ['100%cotton %run%', '100%cotton r7'],
  ['%run', '%run'],
  ['%%run%%', '%r7%'],
  ['%seed%', '0'],
])('%j becomes %j', (prefix, filled) => {
  expect(fillPrefix(prefix, noon)).toBe(filled);
});
