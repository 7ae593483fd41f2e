import { expect, test } from 'vitest';

import { openHostRig } from '#test/rig/host-rig.ts';
import { accepted, endOf, ofType } from '#test/rig/run-events.ts';
import { starter } from '#test/rig/starter.ts';
import { workflow } from '#test/rig/workflow.ts';

test('fewer than asked is a warning, not a failure', async () => {
  await using rig = await openHostRig();
  await rig.fault({ fault: { kind: 'job', delivered: 2 } });
  const events = await rig.run(starter('runcomfy'));
  expect(endOf(events)).toMatchObject({ outcome: 'complete', images: 2 });
  expect(endOf(events).warnings).toEqual([
    { node: 'generate', message: expect.stringContaining('3 asked, 2 came') },
  ]);
});

test('one failed prompt leaves a hole: the others are drawn, saved and kept', async () => {
  await using rig = await openHostRig();
  await rig.fault({ match: { promptIncludes: 'hare' }, fault: { kind: 'job', ending: 'failed' } });
  const document = workflow(
    {
      prompts: { type: 'PromptList', inputs: { text: 'a fox\na hare\na wolf' } },
      generate: { type: 'SequentialGenerate', inputs: { count: 1, provider: 'wavespeed' } },
      save: { type: 'Save', inputs: { filename_prefix: 'animal' } },
    },
    ['prompts.text > generate.prompt', 'generate.images > save.images'],
  );
  const events = await rig.run(document);
  expect(endOf(events)).toMatchObject({
    outcome: 'partial',
    images: 2,
    files: ['animal_00001.jpg', 'animal_00002.jpg'],
    failures: [{ code: 'provider-failed', node: 'generate' }],
  });
});

test('nothing at all is a failure, and what waits for it is skipped', async () => {
  await using rig = await openHostRig();
  await rig.fault({ fault: { kind: 'job', delivered: 0 } });
  const events = await rig.run(starter('wavespeed'));
  expect(endOf(events)).toMatchObject({
    outcome: 'failed',
    files: [],
    failures: [{ code: 'empty-result' }],
  });
  expect(ofType(events, 'step-end').find(({ node }) => node === 'save')).toMatchObject({
    outcome: 'skipped',
  });
});

test('an image that cannot be fetched is told; the others reach their files', async () => {
  await using rig = await openHostRig();
  await rig.fault({ match: { call: 'media' }, times: 20, skip: 2, fault: { kind: 'http', status: 404 } });
  const events = await rig.run(starter('runcomfy'));
  expect(endOf(events)).toMatchObject({
    outcome: 'partial',
    images: 2,
    failures: [{ code: 'download-failed', charged: 'yes' }],
  });
});

test('a rejected key fails once and is not hammered', async () => {
  await using rig = await openHostRig({ emulator: { keys: ['another'] } });
  const events = await rig.run(starter('runcomfy'));
  expect(endOf(events)).toMatchObject({ outcome: 'failed', failures: [{ code: 'auth', charged: 'no' }] });
  expect((await rig.truth()).filter(({ type }) => type === 'refused')).toHaveLength(1);
});

test('"too many requests" holds the lane and then goes on with a new attempt', async () => {
  await using rig = await openHostRig();
  await rig.fault({
    match: { call: 'submit' },
    times: 2,
    fault: { kind: 'http', status: 429, headers: { 'retry-after': '0' } },
  });
  const events = await rig.run(starter('wavespeed'));
  expect(endOf(events)).toMatchObject({ outcome: 'complete', images: 3 });
  expect(ofType(events, 'job-submit')).toHaveLength(3);
  expect(await accepted(rig)).toHaveLength(1);
});

test('a batch whose references failed is not bought without them', async () => {
  await using rig = await openHostRig();
  await rig.fault({ match: { promptIncludes: 'sheet' }, fault: { kind: 'job', ending: 'failed' } });
  const document = workflow(
    {
      first: {
        type: 'SequentialGenerate',
        inputs: { prompt: 'a character sheet', count: 1, provider: 'runcomfy' },
      },
      second: { type: 'SequentialGenerate', inputs: { prompt: 'a scene', count: 1, provider: 'runcomfy' } },
      save: { type: 'Save' },
    },
    ['first.images > second.references', 'second.images > save.images'],
  );
  const events = await rig.run(document);
  expect(endOf(events)).toMatchObject({ outcome: 'failed', images: 0 });
  expect((await accepted(rig)).map(({ prompt }) => prompt)).toEqual([expect.stringContaining('sheet')]);
});
