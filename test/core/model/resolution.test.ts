import { expect, test } from 'vitest';

import { parseResolution, resolutionLabels } from '#core/model/resolution.ts';

test('the labels are the eleven that RunComfy lists, word by word', () => {
  expect(resolutionLabels).toEqual([
    '2K',
    '4K',
    '2048x2048 (1:1)',
    '2304x1728 (4:3)',
    '1728x2304 (3:4)',
    '2560x1440 (16:9)',
    '1440x2560 (9:16)',
    '2496x1664 (3:2)',
    '1664x2496 (2:3)',
    '3024x1296 (21:9)',
    '4096x4096 (1:1)',
  ]);
});

test.each(resolutionLabels.slice(2))('%s is its pixels, and the ratio it says', (label) => {
  const parsed = parseResolution(label);
  if (parsed?.kind !== 'pixels') throw new Error('no pixels');
  expect(label.startsWith(`${parsed.width}x${parsed.height} (`)).toBe(true);
  expect(parsed.label).toBe(label);
  const [wide = 0, high = 1] =
    label
      .match(/\((\d+):(\d+)\)/)
      ?.slice(1)
      .map(Number) ?? [];
  expect(parsed.width / parsed.height).toBeCloseTo(wide / high, 2);
});

test.each([
  ['2K', { kind: 'tier', tier: '2K' }],
  ['4K', { kind: 'tier', tier: '4K' }],
  ['1000x500', { kind: 'pixels', width: 1000, height: 500, label: undefined }],
  ['2560x1440', { kind: 'pixels', width: 2560, height: 1440, label: '2560x1440 (16:9)' }],
  ['', undefined],
  ['8K', undefined],
  ['1000', undefined],
  ['1000 x 500', undefined],
  ['1000x500x2', undefined],
  ['2560x1440 (4:3)', undefined],
  ['-100x100', undefined],
  ['0100x100', undefined],
])('%j is %j', (value, parsed) => {
  expect(parseResolution(value)).toEqual(parsed);
});
