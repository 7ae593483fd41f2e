import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Batch, Slot } from '#core/run/batch.ts';
import { mapInputs, type FedInput } from '#engine/batch-rule.ts';

import { runs } from './arbitrary-document.ts';

const origin = { node: 'source', execution: 0 };
const slot: fc.Arbitrary<Slot> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 9 }).map((value) => ({ value, origin })) },
  fc.constant({ hole: true as const, origin }),
);
/** Lengths are drawn from few, so that batches often fit. */
const batch: fc.Arbitrary<Batch> = fc
  .constantFrom(0, 1, 1, 1, 2, 2, 3)
  .chain((length) => fc.array(slot, { minLength: length, maxLength: length }));

const input = fc.record({
  cardinality: fc.constantFrom('one' as const, 'many' as const),
  optional: fc.boolean(),
  batch: fc.option(batch, { nil: undefined, freq: 6 }),
});
const inputs: fc.Arbitrary<FedInput[]> = fc.array(input, { maxLength: 4 }).map((drafts) =>
  drafts.map(({ batch: fed, ...port }, index) => ({
    port: { name: `p${index}`, label: '', portType: 'integer', rule: { kind: 'integer' }, ...port },
    batch: fed,
  })),
);

const isValue = (each: Slot | undefined): each is Extract<Slot, { value: unknown }> =>
  each !== undefined && 'value' in each;

/** The batch rule as its sentences say it, without a thought for speed. */
function naive(fed: readonly FedInput[]): unknown {
  const mapped = fed.filter(({ port, batch: own }) => port.cardinality === 'one' && own !== undefined);
  const lengths = new Set(mapped.map(({ batch: own }) => own?.length ?? 0).filter((length) => length !== 1));
  if (lengths.size > 1) return 'unequal';
  const gathered = fed.filter(({ port }) => port.cardinality === 'many');
  const survivors = (own: Batch | undefined): unknown[] =>
    (own ?? []).filter(isValue).map(({ value }) => value);
  if (
    gathered.some(
      ({ port, batch: own }) => !port.optional && own !== undefined && survivors(own).length === 0,
    )
  )
    return 'empty';
  const [length = 1] = lengths;
  return Array.from({ length }, (_, at) => {
    const values: Record<string, unknown> = {};
    for (const { port, batch: own } of fed) {
      if (port.cardinality === 'many') {
        values[port.name] = survivors(own);
        continue;
      }
      const stretched = own?.length === 1 ? Array.from({ length }, () => own[0]) : own;
      const each = stretched?.[at];
      if (own !== undefined && !isValue(each)) return 'hole';
      values[port.name] = isValue(each) ? each.value : undefined;
    }
    return values;
  });
}

test('the batch rule does what its sentences say', () => {
  fc.assert(
    fc.property(inputs, (fed) => {
      const mapping = mapInputs(fed);
      const result =
        mapping.kind === 'executions'
          ? mapping.executions.map((each) => (each.kind === 'hole' ? 'hole' : each.values))
          : mapping.kind;
      expect(result).toEqual(naive(fed));
    }),
    { numRuns: runs },
  );
});
