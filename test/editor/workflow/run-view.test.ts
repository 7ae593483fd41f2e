import { describe, expect, test } from 'vitest';

import type { RunEventDraft } from '#core/run/event.ts';
import { emptySnapshot, reduceRun, type RunSnapshot, type StepSnapshot } from '#core/run/snapshot.ts';
import { describeProgress, nodeState, stepFraction, stepImages } from '#editor/workflow/run-view.ts';

const run = 'run-1';
const asset = (digit: string) => ({
  hash: digit.repeat(64),
  mediaType: 'image/png' as const,
  byteLength: 1,
  width: 2,
  height: 2,
});

function fold(...drafts: RunEventDraft[]): RunSnapshot {
  let snapshot = emptySnapshot(run);
  for (const [index, draft] of drafts.entries())
    snapshot = reduceRun(snapshot, { ...draft, seq: index + 1, run, at: 1000 * index });
  return snapshot;
}

const start: RunEventDraft = {
  type: 'run-start',
  name: 'Fox',
  steps: [
    { node: 'generate', nodeType: 'SequentialGenerate', executions: 2 },
    { node: 'save', nodeType: 'Save', executions: 1 },
  ],
  estimateUsd: null,
  resumed: false,
};
const begin: RunEventDraft = { type: 'step-start', node: 'generate', executions: 2 };
const submit: RunEventDraft = {
  type: 'job-submit',
  node: 'generate',
  execution: 0,
  attempt: 'a',
  provider: 'local',
  images: 6,
  estimateUsd: 0,
};
const job = { type: 'job-progress', node: 'generate', execution: 0, attempt: 'a' } as const;

const generate = (...drafts: RunEventDraft[]): StepSnapshot => {
  const step = fold(start, begin, ...drafts).steps.get('generate');
  if (step === undefined) throw new Error('the step is missing');
  return step;
};

describe('progress in words', () => {
  test.each<[string, RunEventDraft[]]>([
    ['waiting its turn · 0 of 2 done', [submit]],
    ['queued in place 3 · 0 of 2 done', [submit, { ...job, phase: 'queued', position: 3 }]],
    ['drawing 2 of 6 · 0 of 2 done', [submit, { ...job, phase: 'drawing', delivered: 2 }]],
    ['downloading 4 of 6 · 0 of 2 done', [submit, { ...job, phase: 'downloading', delivered: 4 }]],
    ['the lane rests · 0 of 2 done', [submit, { ...job, phase: 'waiting', reason: 'the lane rests' }]],
  ])('%s', (words, events) => {
    expect(describeProgress(generate(...events))).toBe(words);
  });
});

test('the share that is done counts ended executions and landed images', () => {
  expect(stepFraction(generate(submit))).toBeUndefined();
  expect(stepFraction(generate(submit, { ...job, phase: 'downloading', delivered: 3 }))).toBe(0.25);
  const ended: RunEventDraft = {
    type: 'item-end',
    node: 'generate',
    execution: 0,
    outcome: 'complete',
    cached: false,
    costUsd: 0,
  };
  expect(stepFraction(generate(submit, ended))).toBe(0.5);
});

test('images are those that landed, else those among the outputs', () => {
  const landed = generate({
    type: 'asset-add',
    node: 'generate',
    execution: 0,
    index: 0,
    asset: asset('a'),
    demo: true,
    nsfw: false,
  });
  expect(stepImages(landed).map((image) => [image.asset.hash[0], image.demo])).toEqual([['a', true]]);
  const put: RunEventDraft = {
    type: 'step-end',
    node: 'generate',
    outcome: 'complete',
    cached: true,
    outputs: { images: { values: [asset('b'), asset('c')], count: 2 }, text: { values: ['x'], count: 1 } },
  };
  expect(stepImages(generate(put)).map((image) => image.asset.hash[0])).toEqual(['b', 'c']);
});

test('a node is idle without a run, cached when nothing was done, and never waits in a run that ended', () => {
  const running = fold(start, begin);
  expect(nodeState(undefined)).toBe('idle');
  expect(nodeState(running.steps.get('other'))).toBe('idle');
  expect(nodeState(running.steps.get('generate'))).toBe('running');
  expect(nodeState(running.steps.get('save'))).toBe('waiting');
  const end: RunEventDraft = {
    type: 'run-end',
    outcome: 'cancelled',
    costUsd: 0,
    images: 0,
    cachedImages: 0,
    files: [],
    failures: [],
    warnings: [],
  };
  const ended = fold(
    start,
    { type: 'step-end', node: 'generate', outcome: 'complete', cached: true, outputs: {} },
    end,
  );
  expect(nodeState(ended.steps.get('generate'))).toBe('cached');
  expect(nodeState(ended.steps.get('save'))).toBe('skipped');
});
