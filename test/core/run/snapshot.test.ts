import { expect, test } from 'vitest';

import type { RunEvent, RunEventDraft } from '#core/run/event.ts';
import type { Failure } from '#core/run/failure.ts';
import { emptySnapshot, reduceRun, type RunSnapshot } from '#core/run/snapshot.ts';
import { image } from '#test/rig/images.ts';

const run = 'r1';

/** Stamps drafts as the journal would: numbers that count up with gaps, for other runs write too. */
const stamp = (drafts: readonly RunEventDraft[], from = 10): RunEvent[] =>
  drafts.map((draft, index) => ({ ...draft, run, seq: from + index * 3, at: 1_000 + index }));

const fold = (events: readonly RunEvent[], start: RunSnapshot = emptySnapshot(run)): RunSnapshot =>
  events.reduce(reduceRun, start);

const failure: Failure = { code: 'moderation', message: 'No.', retryable: false, charged: 'no' };
const start: RunEventDraft = {
  type: 'run-start',
  name: 'Foxes',
  steps: [
    { node: 'generate', nodeType: 'SequentialGenerate', executions: 2 },
    { node: 'save', nodeType: 'Save', executions: null },
  ],
  estimateUsd: 0.24,
  resumed: false,
};
const item = { node: 'generate', execution: 0 };
const bought: RunEventDraft[] = [
  start,
  { type: 'step-start', node: 'generate', executions: 2 },
  { type: 'job-submit', ...item, attempt: 'a1', provider: 'local', images: 3, estimateUsd: 0.12 },
  { type: 'job-accept', ...item, attempt: 'a1', provider: 'local', requestId: 'q1' },
  { type: 'job-progress', ...item, attempt: 'a1', phase: 'queued', position: 2 },
  { type: 'job-progress', ...item, attempt: 'a1', phase: 'downloading', delivered: 1 },
  { type: 'asset-add', node: 'generate', execution: 1, index: 0, asset: image(3), demo: true, nsfw: false },
  { type: 'asset-add', ...item, index: 1, asset: image(2), demo: true, nsfw: false },
  { type: 'asset-add', ...item, index: 0, asset: image(1), demo: true, nsfw: false },
  { type: 'item-warning', ...item, message: '3 asked, 2 came' },
  { type: 'item-warning', node: 'generate', execution: 1, message: '3 asked, 2 came' },
];

test('a run begins with every step of its plan, waiting', () => {
  const snapshot = fold(stamp([start]));
  expect(snapshot).toMatchObject({ name: 'Foxes', state: 'running', startedAt: 1_000, estimateUsd: 0.24 });
  expect([...snapshot.steps].map(([node, { state, executions }]) => [node, state, executions])).toEqual([
    ['generate', 'waiting', 2],
    ['save', 'waiting', null],
  ]);
});

test('a job is followed from its submit to its end', () => {
  const jobs = bought.map((_, index) => {
    const job = fold(stamp(bought.slice(0, index + 1)))
      .steps.get('generate')
      ?.jobs.get(0);
    return job === undefined ? undefined : [job.phase, job.position, job.delivered, job.asked];
  });
  expect(jobs.slice(2, 6)).toEqual([
    ['waiting', undefined, undefined, 3],
    ['queued', undefined, undefined, 3],
    ['queued', 2, undefined, 3],
    ['downloading', undefined, 1, 3],
  ]);
  const ended = fold(
    stamp([...bought, { type: 'item-end', ...item, outcome: 'complete', cached: false, costUsd: 0.12 }]),
  );
  expect(ended.steps.get('generate')).toMatchObject({ ended: 1, costUsd: 0.12, requestIds: ['q1'] });
  expect(ended.steps.get('generate')?.jobs.size).toBe(0);
});

test('images stand in the order of executions and places, whatever order they land in', () => {
  const images = fold(stamp(bought)).steps.get('generate')?.images;
  expect(images?.map(({ asset }) => asset)).toEqual([image(1), image(2), image(3)]);
});

test('an image that is told again takes its own place', () => {
  const again: RunEventDraft = {
    type: 'asset-add',
    ...item,
    index: 1,
    asset: image(9),
    demo: true,
    nsfw: true,
  };
  const images = fold(stamp([...bought, again])).steps.get('generate')?.images;
  expect(images?.map(({ asset, nsfw }) => [asset, nsfw])).toEqual([
    [image(1), false],
    [image(9), true],
    [image(3), false],
  ]);
});

test('the same warning of two executions is shown once', () => {
  expect(fold(stamp(bought)).steps.get('generate')?.warnings).toEqual(['3 asked, 2 came']);
});

test('costs add up until one is unknown', () => {
  const end = (costUsd: number | null): RunEventDraft => ({
    type: 'item-end',
    ...item,
    outcome: 'complete',
    cached: false,
    costUsd,
  });
  expect(fold(stamp([start, end(0.5), end(0.25)]))).toMatchObject({ costUsd: 0.75 });
  expect(fold(stamp([start, end(0.5), end(null), end(0.25)]))).toMatchObject({ costUsd: null });
});

test('a failed item leaves its reason at the step, and the first one stays', () => {
  const failed = (message: string): RunEventDraft => ({
    type: 'item-end',
    ...item,
    outcome: 'failed',
    cached: false,
    costUsd: 0,
    failure: { ...failure, message },
  });
  const snapshot = fold(
    stamp([
      start,
      failed('first'),
      failed('second'),
      { type: 'step-end', node: 'generate', outcome: 'failed', cached: false, outputs: {} },
    ]),
  );
  expect(snapshot.steps.get('generate')).toMatchObject({ state: 'failed', failure: { message: 'first' } });
});

const runEnd = (outcome: Extract<RunEventDraft, { type: 'run-end' }>['outcome']): RunEventDraft => ({
  type: 'run-end',
  outcome,
  costUsd: 0.1,
  images: 2,
  cachedImages: 0,
  files: [],
  failures: [],
  warnings: [],
});

test.each([
  ['cancelled', 'cancelled', 'skipped'],
  ['attention', 'attention', 'skipped'],
  ['failed', 'cancelled', 'skipped'],
] as const)('a run that ends %s leaves no step running or waiting', (outcome, running, waiting) => {
  const progress: RunEventDraft = { type: 'item-progress', ...item, fraction: 0.5, message: 'half' };
  const snapshot = fold(stamp([...bought, progress, runEnd(outcome)]));
  expect(snapshot).toMatchObject({ state: outcome, costUsd: 0.1, endedAt: 1_000 + bought.length + 1 });
  expect(snapshot.steps.get('generate')).toMatchObject({ state: running, progress: undefined });
  expect(snapshot.steps.get('save')).toMatchObject({ state: waiting });
  expect(snapshot.steps.get('generate')?.images).toHaveLength(3);
});

test('a step that ended keeps its end when the run ends', () => {
  const end: RunEventDraft = {
    type: 'step-end',
    node: 'generate',
    outcome: 'partial',
    cached: false,
    outputs: {},
  };
  expect(fold(stamp([...bought, end, runEnd('partial')])).steps.get('generate')).toMatchObject({
    state: 'partial',
    endedAt: 1_000 + bought.length,
  });
});

test('what a step put out and saved is kept', () => {
  const snapshot = fold(
    stamp([
      start,
      { type: 'asset-save', node: 'save', execution: 0, asset: image(1), path: 'a_00001.png' },
      { type: 'asset-save', node: 'save', execution: 0, asset: image(2), path: 'a_00002.png' },
      {
        type: 'step-end',
        node: 'save',
        outcome: 'complete',
        cached: true,
        outputs: { x: { values: [1], count: 1 } },
      },
    ]),
  );
  expect(snapshot.steps.get('save')).toMatchObject({
    files: ['a_00001.png', 'a_00002.png'],
    cached: true,
    outputs: { x: { values: [1], count: 1 } },
  });
});

test('a resumed run tells its steps anew, keeps its beginning, and is no longer ended', () => {
  const before = stamp([...bought, runEnd('attention')]);
  const after = stamp(
    [
      { ...start, resumed: true },
      { type: 'step-start', node: 'generate', executions: 2 },
    ],
    1_000,
  );
  const snapshot = fold([...before, ...after]);
  expect(snapshot).toMatchObject({
    state: 'running',
    startedAt: 1_000,
    endedAt: undefined,
    end: undefined,
    costUsd: 0,
  });
  expect(snapshot.steps.get('generate')).toMatchObject({ state: 'running', images: [], requestIds: [] });
  expect(snapshot.steps.get('save')?.state).toBe('waiting');
});

test('events that were folded in already, of other runs or of unknown nodes change nothing', () => {
  const events = stamp(bought);
  const snapshot = fold(events);
  for (const event of events) expect(reduceRun(snapshot, event)).toBe(snapshot);
  const [other] = stamp([runEnd('failed')], 5_000).map((event) => ({ ...event, run: 'r2' }));
  if (other === undefined) throw new Error('no event');
  expect(reduceRun(snapshot, other)).toBe(snapshot);
  const stray = fold(stamp([{ type: 'step-start', node: 'gone', executions: 1 }], 5_000), snapshot);
  expect(stray).toEqual({ ...snapshot, seq: 5_000 });
});

test('folding leaves the snapshot it started from as it was', () => {
  const events = stamp([...bought, runEnd('complete')]);
  const states = events.map((_, index) => fold(events.slice(0, index)));
  const copies = states.map((state) => structuredClone(state));
  for (const [index, event] of events.entries()) reduceRun(states[index] ?? emptySnapshot(run), event);
  expect(states).toEqual(copies);
});
