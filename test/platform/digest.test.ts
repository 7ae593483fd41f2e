import { expect, test } from 'vitest';

import { sha256 } from '#platform/digest.ts';

// Test vectors of FIPS 180-2.
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
])('SHA-256 of %j', (text, digest) => {
  expect(sha256(text)).toBe(digest);
});
