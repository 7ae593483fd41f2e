import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { runEventSchema, type RunEvent, type RunEventDraft } from '#core/run/event.ts';
import { failureCodes, type Failure } from '#core/run/failure.ts';
import { emptySnapshot, reduceRun, type RunSnapshot } from '#core/run/snapshot.ts';
import { image } from '#test/rig/images.ts';

import { runs } from './arbitrary-document.ts';

const node = fc.constantFrom('a', 'b', 'gone');
const item = { node, execution: fc.nat({ max: 2 }) };
const usd = fc.constantFrom(null, 0, 0.25, 1);
const outcome = fc.constantFrom('complete' as const, 'partial', 'failed', 'cancelled', 'attention');
const failure: fc.Arbitrary<Failure> = fc.record({
  code: fc.constantFrom(...failureCodes),
  message: fc.string(),
  retryable: fc.boolean(),
  charged: fc.constantFrom('no' as const, 'yes', 'unknown'),
});
const asset = fc.nat({ max: 3 }).map(image);
const attempt = fc.constantFrom('t.0.1', 't.0.2');
const provider = fc.constant('local');
const is = <const Type extends string>(type: Type) => fc.constant(type);
const outputs = fc.dictionary(
  fc.constantFrom('images', 'text'),
  fc.record({ values: fc.array(fc.string()), count: fc.nat() }),
  { noNullPrototype: true },
);

/** Any event at any time: a reducer may not count on their order. */
const draft: fc.Arbitrary<RunEventDraft> = fc.oneof(
  fc.record({
    type: is('run-start'),
    name: fc.string(),
    steps: fc.constantFrom<Extract<RunEventDraft, { type: 'run-start' }>['steps'][]>(
      [
        { node: 'a', nodeType: 'A', executions: 2 },
        { node: 'b', nodeType: 'B', executions: null },
      ],
      [],
    ),
    estimateUsd: usd,
    resumed: fc.boolean(),
  }),
  fc.record({ type: is('step-start'), node, executions: fc.nat({ max: 3 }) }),
  fc.record({
    type: is('item-request'),
    ...item,
    provider,
    prompt: fc.string(),
    seed: fc.constant(null),
    count: fc.integer({ min: 1, max: 15 }),
    resolution: fc.string(),
    references: fc.nat({ max: 9 }),
  }),
  fc.record({
    type: is('item-progress'),
    ...item,
    fraction: fc.double({ min: 0, max: 1, noNaN: true }),
    message: fc.string(),
  }),
  fc.record({ type: is('item-warning'), ...item, message: fc.constantFrom('x', 'y') }),
  fc.record({
    type: is('job-submit'),
    ...item,
    attempt,
    provider,
    images: fc.nat({ max: 15 }),
    estimateUsd: usd,
  }),
  fc.record({ type: is('job-accept'), ...item, attempt, provider, requestId: fc.string() }),
  fc.record({
    type: is('job-progress'),
    ...item,
    attempt,
    phase: fc.constantFrom('waiting' as const, 'queued', 'drawing'),
  }),
  fc.record({ type: is('job-hold'), ...item, attempt, failure }),
  fc.record({
    type: is('asset-add'),
    ...item,
    index: fc.nat({ max: 2 }),
    asset,
    demo: fc.boolean(),
    nsfw: fc.boolean(),
  }),
  fc.record({ type: is('item-end'), ...item, outcome, cached: fc.boolean(), costUsd: usd, failure }),
  fc.record({ type: is('step-end'), node, outcome, cached: fc.boolean(), outputs }),
  fc.record({ type: is('asset-save'), ...item, asset, path: fc.string() }),
  fc.record({
    type: is('run-end'),
    outcome,
    costUsd: usd,
    images: fc.nat(),
    cachedImages: fc.nat(),
    files: fc.array(fc.string(), { maxLength: 2 }),
    failures: fc.array(failure, { maxLength: 1 }),
    warnings: fc.array(fc.record({ message: fc.string() }), { maxLength: 1 }),
  }),
);

const run = 'r1';
/** A story as the journal stamps it: seqs go up with gaps, some events belong to another run. */
const story: fc.Arbitrary<RunEvent[]> = fc
  .array(fc.tuple(draft, fc.integer({ min: 1, max: 3 }), fc.constantFrom(run, run, run, 'r2')), {
    maxLength: 25,
  })
  .map((entries) => {
    let seq = 0;
    return entries.map(([event, gap, of]) => ({ ...event, run: of, seq: (seq += gap), at: seq }));
  });

const fold = (events: readonly RunEvent[], start: RunSnapshot = emptySnapshot(run)): RunSnapshot =>
  events.reduce(reduceRun, start);

test('a snapshot and the events since, with any overlap, are as good as the whole story', () => {
  fc.assert(
    fc.property(story, fc.nat({ max: 5 }), (events, overlap) => {
      for (const event of events) runEventSchema.parse(event);
      const whole = fold(events);
      for (let cut = 0; cut <= events.length; cut += 1) {
        const half = fold(events.slice(0, cut));
        expect(fold(events.slice(Math.max(0, cut - overlap)), half)).toEqual(whole);
      }
    }),
    { numRuns: 500 },
  );
});

test('folding the same story twice changes nothing', () => {
  fc.assert(
    fc.property(story, (events) => {
      const whole = fold(events);
      expect(fold(events, whole)).toBe(whole);
    }),
    { numRuns: runs },
  );
});

test('a run that ended and was not resumed leaves no step running or waiting', () => {
  fc.assert(
    fc.property(story, (events) => {
      const end = events.findLastIndex((event) => event.run === run && event.type === 'run-end');
      const states = [...fold(events.slice(0, end + 1)).steps.values()].map(({ state }) => state);
      expect(states.filter((state) => state === 'running' || state === 'waiting')).toEqual([]);
    }),
    { numRuns: runs },
  );
});
