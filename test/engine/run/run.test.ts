import { join } from 'node:path';

import sharp from 'sharp';
import { describe, expect, test } from 'vitest';

import { openHostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf, ofType, outputFiles } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';
import { workflow } from '#test/rig/workflow.ts';

describe.each(['runcomfy', 'wavespeed', 'local'] as const)('the starter workflow on %s', (provider) => {
  test('draws, lays out and saves; the same again costs nothing', async () => {
    await using rig = await openHostRig();
    const first = await rig.run(starter(provider));
    expect(endOf(first)).toMatchObject({ outcome: 'complete', images: 3, cachedImages: 0, failures: [] });
    expect(endOf(first).costUsd).toBeCloseTo(provider === 'local' ? 0 : 0.12);
    expect(await outputFiles(rig)).toEqual([
      'fox_7_00001.jpg',
      'fox_7_00002.jpg',
      'fox_7_00003.jpg',
      'sheet_00001.png',
    ]);
    const sheet = await sharp(join(rig.folder, 'data', 'output', 'sheet_00001.png')).metadata();
    // Two columns of 32 with a gap of 4 between.
    expect([sheet.width, sheet.height]).toEqual([68, 68]);

    const estimate = await rig.host.estimate({ workflow: { ...starter(provider) } });
    expect(estimate).toMatchObject({ usd: 0, paidCalls: 0, nodes: { generate: { cached: 1 } } });
    const second = await rig.run(starter(provider));
    expect(endOf(second)).toMatchObject({ outcome: 'complete', costUsd: 0, images: 0, cachedImages: 3 });
    expect(ofType(second, 'asset-add').map(({ asset }) => asset)).toEqual(
      ofType(first, 'asset-add').map(({ asset }) => asset),
    );
    expect(await accepted(rig)).toHaveLength(provider === 'local' ? 0 : 1);
  });
});

test('"run anew" buys again, and what it brought is what is known from then on', async () => {
  await using rig = await openHostRig();
  await rig.run(starter('runcomfy'));
  const anew = await rig.run(starter('runcomfy'), { force: true });
  expect(endOf(anew)).toMatchObject({ outcome: 'complete', images: 3, cachedImages: 0 });
  expect(await accepted(rig)).toHaveLength(2);
  expect(endOf(await rig.run(starter('runcomfy')))).toMatchObject({ images: 0, cachedImages: 3 });
});

/*
 *  first ─ A ─┬─────────────────── merge.a ─┬─ grid ─ sheet
 *             └─ references of B ─ merge.b ─┘
 */
const chain = (provider: string) =>
  workflow(
    {
      a: { type: 'SequentialGenerate', inputs: { prompt: 'two cats', count: 2, provider } },
      b: { type: 'SequentialGenerate', inputs: { prompt: 'the cats at sea', count: 3, provider } },
      merge: { type: 'MergeImages' },
      grid: { type: 'Grid', inputs: { columns: 5, cell: 16, gap: 0 } },
      sheet: { type: 'Save', inputs: { filename_prefix: 'sheet' } },
    },
    [
      'a.images > b.references',
      'a.images > merge.a',
      'b.images > merge.b',
      'merge.images > grid.images',
      'grid.image > sheet.images',
    ],
  );

test.each(['runcomfy', 'wavespeed'])(
  'batches chain on %s: the first is the reference of the second',
  async (provider) => {
    await using rig = await openHostRig();
    const events = await rig.run(chain(provider));
    expect(endOf(events)).toMatchObject({ outcome: 'complete', images: 5, files: ['sheet_00001.png'] });
    const jobs = await accepted(rig);
    expect(jobs.map(({ model }) => model.endsWith('edit-sequential'))).toEqual([false, true]);
    expect(jobs[1]?.body['images']).toHaveLength(2);
    const sheet = await sharp(join(rig.folder, 'data', 'output', 'sheet_00001.png')).metadata();
    expect([sheet.width, sheet.height]).toEqual([80, 16]);
    const again = await rig.host.estimate({ workflow: { ...chain(provider) } });
    expect(again).toMatchObject({ usd: 0, paidCalls: 0 });
  },
);

test.each(['runcomfy', 'wavespeed'])('every prompt meets every seed on %s', async (provider) => {
  await using rig = await openHostRig();
  const document = workflow(
    {
      prompts: { type: 'PromptList', inputs: { text: 'a fox\n# not this one\n\na hare' } },
      seeds: { type: 'Seed', inputs: { seed: 5, copies: 3 } },
      combine: { type: 'Combine' },
      generate: { type: 'SequentialGenerate', inputs: { count: 1, provider } },
      save: { type: 'Save', inputs: { filename_prefix: 'pair_%seed%_%index%' } },
    },
    [
      'prompts.text > combine.prompts',
      'seeds.seed > combine.seeds',
      'combine.prompt > generate.prompt',
      'combine.seed > generate.seed',
      'generate.images > save.images',
    ],
  );
  const events = await rig.run(document);
  expect(endOf(events)).toMatchObject({ outcome: 'complete', images: 6 });
  expect(await outputFiles(rig)).toEqual(
    [5, 6, 7, 5, 6, 7].map((seed, at) => `pair_${seed}_${at + 1}_00001.jpg`).toSorted(),
  );
  const bodies = (await accepted(rig)).map(({ body }) => body);
  expect(bodies.map((body) => `${String(body['prompt'])}, seed ${String(body['seed'])}`)).toEqual(
    expect.arrayContaining(
      ['fox', 'hare'].flatMap((animal) =>
        [5, 6, 7].map(
          (seed) => `Generate 1 image of a ${animal}, seed ${provider === 'runcomfy' ? seed : 'undefined'}`,
        ),
      ),
    ),
  );
});

test('5,000 nodes in a chain plan and run', async () => {
  await using rig = await openHostRig();
  const length = 5_000;
  const ids = Array.from({ length }, (_, index) => `n${index}`);
  const document = workflow(
    Object.fromEntries(
      ids.map((id) => [id, { type: 'Prompt', inputs: id === 'n0' ? { text: 'through' } : {} }]),
    ),
    ids.slice(1).map((id, index) => `n${index}.text > ${id}.text`),
  );
  const events = await rig.run(document);
  expect(endOf(events).outcome).toBe('complete');
  const ends = ofType(events, 'step-end');
  expect(ends).toHaveLength(length);
  expect(ends.at(-1)).toMatchObject({
    node: `n${length - 1}`,
    outputs: { text: { values: ['through'] } },
  });
});
