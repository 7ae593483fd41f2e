import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { resolutionLabels } from '#core/model/resolution.ts';
import type { AssetRef } from '#core/run/asset.ts';
import { foxRequest, never, openRig, type Rig } from '#test/rig/provider-rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const asset: AssetRef = {
  hash: 'a'.repeat(64),
  mediaType: 'image/png',
  byteLength: 10,
  width: 10,
  height: 10,
};
const references = (count: number): AssetRef[] => Array.from({ length: count }, () => asset);

const waveSpeedSizes: Record<(typeof resolutionLabels)[number], [size: string, warned: boolean]> = {
  '2K': ['2048*2048', true],
  '4K': ['4096*4096', true],
  '2048x2048 (1:1)': ['2048*2048', false],
  '2304x1728 (4:3)': ['2304*1728', false],
  '1728x2304 (3:4)': ['1728*2304', false],
  '2560x1440 (16:9)': ['2560*1440', false],
  '1440x2560 (9:16)': ['1440*2560', false],
  '2496x1664 (3:2)': ['2496*1664', false],
  '1664x2496 (2:3)': ['1664*2496', false],
  '3024x1296 (21:9)': ['3360*1440', true],
  '4096x4096 (1:1)': ['4096*4096', false],
};

describe('the eleven resolutions', () => {
  test.each(resolutionLabels)('%s goes to RunComfy verbatim, without a word', async (resolution) => {
    const model = rig.model('runcomfy');
    const request = foxRequest({ resolution });
    expect(model.check(request)).toEqual([]);
    expect(await model.prepare(request, [], never)).toEqual({
      model: 'bytedance/seedream-4-5/sequential',
      body: JSON.stringify({
        prompt: request.prompt,
        sequential_image_generation_options: 3,
        resolution,
      }),
    });
  });

  test.each(resolutionLabels)('%s goes to WaveSpeed in pixels', async (resolution) => {
    const model = rig.model('wavespeed');
    const request = foxRequest({ resolution });
    const [size, warned] = waveSpeedSizes[resolution];
    const issues = model.check(request);
    expect(issues.map(({ severity, field }) => [severity, field])).toEqual(
      warned ? [['warning', 'resolution']] : [],
    );
    for (const { message } of issues) expect(message).toContain('WaveSpeed');
    expect(await model.prepare(request, [], never)).toEqual({
      model: 'bytedance/seedream-v4.5/sequential',
      body: JSON.stringify({ prompt: request.prompt, max_images: 3, size }),
    });
  });

  test('each of them is accepted by the emulator as it is sent', async () => {
    for (const provider of ['runcomfy', 'wavespeed'] as const)
      for (const resolution of resolutionLabels) {
        const model = rig.model(provider);
        const prepared = await model.prepare(foxRequest({ resolution }), [], never);
        expect(await model.submit(prepared)).toMatchObject({ type: 'accepted' });
      }
  });
});

describe('custom sizes', () => {
  test.each([
    ['2048x2048', 'runcomfy', []],
    ['2000x2000', 'runcomfy', ['error']],
    ['2000x2000', 'wavespeed', []],
    ['1439x4096', 'wavespeed', ['error']],
    ['4097x2048', 'wavespeed', ['error']],
    ['1440x1440', 'wavespeed', ['error']],
    ['1440x2560', 'wavespeed', []],
    ['4096x4096', 'wavespeed', []],
    ['3024x1296', 'wavespeed', ['warning']],
  ] as const)('%s on %s: %j', (resolution, provider, severities) => {
    const issues = rig.model(provider).check(foxRequest({ resolution }));
    expect(issues.map(({ severity }) => severity)).toEqual(severities);
    for (const { message } of issues)
      expect(message).toContain(provider === 'runcomfy' ? 'RunComfy' : 'WaveSpeed');
  });

  test('one that equals a label is sent as that label', async () => {
    const { body } = await rig.model('runcomfy').prepare(foxRequest({ resolution: '2048x2048' }), [], never);
    expect(JSON.parse(body)).toMatchObject({ resolution: '2048x2048 (1:1)' });
  });
});

test.each([
  ['runcomfy', 14, 1, []],
  ['runcomfy', 15, 1, ['references']],
  ['runcomfy', 13, 3, ['references']],
  ['wavespeed', 10, 5, []],
  ['wavespeed', 11, 1, ['references']],
  ['wavespeed', 10, 6, ['references']],
] as const)('%s with %i references and %i images', (provider, referenceCount, count, fields) => {
  const issues = rig
    .model(provider)
    .check(foxRequest({ references: references(referenceCount), count }))
    .filter(({ severity }) => severity === 'error');
  expect(issues.map(({ field }) => field)).toEqual(fields);
});

test('a seed goes to RunComfy only, and WaveSpeed says so once', async () => {
  const request = foxRequest({ seed: 7 });
  expect(rig.model('runcomfy').check(request)).toEqual([]);
  expect(rig.model('wavespeed').check(request)).toMatchObject([{ severity: 'warning', field: 'seed' }]);
  const runcomfy = await rig.model('runcomfy').prepare(request, [], never);
  const wavespeed = await rig.model('wavespeed').prepare(request, [], never);
  expect(JSON.parse(runcomfy.body)).toHaveProperty('seed', 7);
  expect(JSON.parse(wavespeed.body)).not.toHaveProperty('seed');
});

test('a prompt beyond 600 characters is warned of on RunComfy only', () => {
  const request = foxRequest({ prompt: 'x'.repeat(601) });
  expect(rig.model('runcomfy').check(request)).toMatchObject([{ severity: 'warning', field: 'prompt' }]);
  expect(rig.model('wavespeed').check(request)).toEqual([]);
});
