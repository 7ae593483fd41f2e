import { describe, expect, test } from 'vitest';

import { setInput } from '#core/document/edits.ts';
import type { RunEventDraft } from '#core/run/event.ts';
import { emptySnapshot, reduceRunAll, type StepSnapshot } from '#core/run/snapshot.ts';
import { changedNodes } from '#editor/workflow/changed-nodes.ts';
import { describeLeft, expectedPurchaseMs, stepLeftMs } from '#editor/workflow/expected-time.ts';
import { restoreInputs } from '#editor/workflow/restore-inputs.ts';
import { describeSeeds } from '#editor/workflow/run-view.ts';
import { shortages } from '#editor/workflow/shortages.ts';
import { topUpDocument } from '#editor/workflow/top-up.ts';

import { catalog } from '../catalog.ts';
import { storyboard } from '../workflows.ts';

const item = { node: 'generate', execution: 0 } as const;
const request = {
  type: 'item-request',
  ...item,
  provider: 'wavespeed',
  prompt: 'Generate 3 images of a fox',
  seed: 7,
  count: 3,
  resolution: '2K',
  references: 0,
} as const;

/** The generate step after these events, a second apart. */
function step(...drafts: readonly RunEventDraft[]): StepSnapshot {
  const start: RunEventDraft = {
    type: 'run-start',
    name: 'Fox',
    steps: [{ node: 'generate', nodeType: 'SequentialGenerate', executions: 1 }],
    estimateUsd: 0.12,
    resumed: false,
  };
  const begin: RunEventDraft = { type: 'step-start', node: 'generate', executions: 1 };
  const events = [start, begin, ...drafts].map((draft, index) => ({
    ...draft,
    run: 'r',
    seq: index + 1,
    at: index * 1000,
  }));
  const found = reduceRunAll(emptySnapshot('r'), events).steps.get('generate');
  if (found === undefined) throw new Error('no step');
  return found;
}

const image = (index: number): RunEventDraft => ({
  type: 'asset-add',
  ...item,
  index,
  asset: { hash: String(index).repeat(64), mediaType: 'image/png', byteLength: 1, width: 2, height: 2 },
  demo: false,
  nsfw: false,
});
const end = (failed = false): readonly RunEventDraft[] => [
  { type: 'item-end', ...item, outcome: 'complete', cached: false, costUsd: 0.12 },
  {
    type: 'step-end',
    node: 'generate',
    outcome: failed ? 'partial' : 'complete',
    cached: false,
    outputs: {},
  },
];

describe('what has changed since a run', () => {
  const made = storyboard();
  const changed = (edit: (document: typeof made) => typeof made) => [
    ...changedNodes(edit(storyboard()), made, catalog),
  ];
  test.each<[string, Parameters<typeof changed>[0], string[]]>([
    ['nothing', (document) => document, []],
    [
      'a prompt, and all that it feeds',
      setInput('prompt', 'text', 'An owl'),
      ['prompt', 'generate', 'frames', 'grid', 'save'],
    ],
    ['a value that is the initial one', setInput('grid', 'gap', undefined), []],
    ['what runs leave alone', setInput('seed', 'after_run', 'randomize'), []],
  ])('%s', (_what, edit, expected) => expect(changed(edit).toSorted()).toEqual(expected.toSorted()));

  test('a seed that moves on by itself is no change, a fixed one is', () => {
    const moving = setInput('seed', 'after_run', 'increment');
    expect(changedNodes(setInput('seed', 'seed', 8)(moving(made)), moving(made), catalog).size).toBe(0);
    expect(changed(setInput('seed', 'seed', 8))).toContain('generate');
  });
});

describe('back to what made a result', () => {
  const made = storyboard();
  const now = setInput('seed', 'seed', 99)(setInput('prompt', 'text', 'An owl')(made));
  test('all values of the node and of what feeds it', () => {
    const { edit, gone } = restoreInputs(now, catalog, { made, node: 'generate', what: 'all' });
    expect([edit?.(now), gone]).toEqual([made, 0]);
  });
  test('the seed alone', () => {
    const { edit } = restoreInputs(now, catalog, { made, node: 'generate', what: 'seeds' });
    expect(edit?.(now)).toEqual(setInput('prompt', 'text', 'An owl')(made));
  });
  test('nothing to do, and nodes that are gone', () => {
    expect(restoreInputs(made, catalog, { made, node: 'grid', what: 'all' }).edit).toBeUndefined();
    const less = { ...made, nodes: made.nodes.filter(({ id }) => id !== 'seed') };
    expect(restoreInputs(less, catalog, { made, node: 'generate', what: 'all' }).gone).toBe(1);
  });
  test('wires that were laid anew', () => {
    const cut = { ...made, edges: made.edges.filter(({ to }) => to.input !== 'seed') };
    const { edit } = restoreInputs(cut, catalog, { made, node: 'generate', what: 'all' });
    expect(edit?.(cut).edges).toHaveLength(made.edges.length);
  });
});

describe('a batch that came short', () => {
  test('is told with what is missing; a full, a failed and a running one is not', () => {
    expect(shortages(step(request, image(0), ...end()))).toMatchObject([{ came: 1, missing: 2 }]);
    expect(shortages(step(request, image(0), image(1), image(2), ...end()))).toEqual([]);
    expect(shortages(step(request, image(0), ...end(true)))).toEqual([]);
    expect(shortages(step(request, image(0)))).toEqual([]);
  });
  test('is topped up by a request for the rest alone, with the next seed', () => {
    const [short] = shortages(step(request, image(0), image(1), ...end()));
    if (short === undefined) throw new Error('not short');
    const document = topUpDocument(storyboard(), 'generate', short);
    expect(document.nodes.find(({ id }) => id === 'generate')?.inputs).toMatchObject({
      prompt: 'Generate 1 image of a fox',
      count: 1,
      seed: 8,
      resolution: '2K',
    });
    expect(document.edges.filter(({ to }) => to.node === 'generate')).toEqual([]);
  });
  test('keeps a prompt that names its number in another way', () => {
    const words = { ...request, prompt: 'Three panels of a fox' };
    const [short] = shortages(step(words, image(0), ...end()));
    if (short === undefined) throw new Error('not short');
    const node = topUpDocument(storyboard(), 'generate', short).nodes.find(({ id }) => id === 'generate');
    expect(node?.inputs['prompt']).toBe('Three panels of a fox');
  });
});

describe('expected time', () => {
  const durations = [
    { provider: 'wavespeed', resolution: '2K', count: 3, medianMs: 20_000, samples: 1 },
    { provider: 'wavespeed', resolution: '4K', count: 6, medianMs: 60_000, samples: 9 },
  ];
  test.each([
    ['the same purchase', { provider: 'wavespeed', resolution: '2K', count: 3 }, 20_000],
    ['another size', { provider: 'wavespeed', resolution: '1K', count: 3 }, 20_000],
    ['another number', { provider: 'wavespeed', resolution: '2K', count: 1 }, 60_000],
    ['another provider', { provider: 'runcomfy', resolution: '2K', count: 3 }, undefined],
  ])('%s', (_what, purchase, expected) => expect(expectedPurchaseMs(durations, purchase)).toBe(expected));
  test('goes down with the time and never below nothing', () => {
    const running = step(request, {
      type: 'job-submit',
      ...item,
      attempt: 'a',
      provider: 'wavespeed',
      images: 3,
      estimateUsd: 0.12,
    });
    expect([4000, 10_000, 90_000].map((now) => stepLeftMs(running, durations, now))).toEqual([
      19_000, 13_000, 0,
    ]);
    expect(stepLeftMs(running, [], 4000)).toBeUndefined();
  });
  test.each([
    [500, 'nearly done'],
    [12_300, 'about 12 s left'],
    [44_000, 'about 40 s left'],
    [200_000, 'about 3 min left'],
  ])('%d ms: %s', (ms, words) => expect(describeLeft(ms)).toBe(words));
});

test.each([
  [[7], '7'],
  [[7, 8, 9], '7–9'],
  [[3, 12, 40, 1, 2], '3, 12, 40 and 2 more'],
  [[null], ''],
])('seeds %j are told as "%s"', (seeds, words) => {
  const told = seeds.map((seed, execution) => ({ ...request, execution, seed }));
  expect(describeSeeds(step(...told))).toBe(words);
});
