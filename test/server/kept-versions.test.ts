import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { keptVersions } from '#server/workflows/kept-versions.ts';

/** Saves one version after the other, each time letting go of what is not kept. */
const saveAll = (times: readonly number[]): readonly number[] => {
  let kept: readonly number[] = [];
  for (const time of times) kept = keptVersions([time, ...kept]);
  return kept;
};

test('few versions are all kept', () => {
  expect(keptVersions([])).toEqual([]);
  expect(keptVersions([5, 4, 3, 2, 1])).toEqual([5, 4, 3, 2, 1]);
});

test('an hour of autosaves every second leaves the newest and steps back over the hour', () => {
  const start = 1_700_000_000_000;
  const times = Array.from({ length: 3600 }, (_, index) => start + index * 1000);
  const kept = saveAll(times);
  expect(kept.slice(0, 5)).toEqual(times.toReversed().slice(0, 5));
  expect(kept.length).toBe(20);
  const reach = (kept[0] ?? 0) - (kept.at(-1) ?? 0);
  expect(reach).toBeGreaterThan(25 * 60_000);
});

test('a month of work reaches back over days', () => {
  const day = 24 * 60 * 60_000;
  const times = Array.from(
    { length: 30 * 8 },
    (_, index) => Math.floor(index / 8) * day + (index % 8) * 3_600_000,
  );
  const kept = saveAll(times.map((time) => time + 1_700_000_000_000));
  expect((kept[0] ?? 0) - (kept.at(-1) ?? 0)).toBeGreaterThan(5 * day);
});

test('never more than twenty, always the newest five, nothing that was not there', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 10 ** 10 }), { maxLength: 200 }), (times) => {
      const newestFirst = times.toSorted((a, b) => b - a);
      const kept = keptVersions(newestFirst);
      expect(kept.length).toBeLessThanOrEqual(20);
      expect(kept.slice(0, 5)).toEqual(newestFirst.slice(0, 5));
      expect(newestFirst).toEqual(expect.arrayContaining([...kept]));
      expect(keptVersions(kept)).toEqual(kept);
    }),
  );
});
