import type { Literal } from '#core/document/schema.ts';
import { isAssetRef } from '#core/run/asset.ts';
import { survivors, type Batch } from '#core/run/batch.ts';
import type { RunEventDraft } from '#core/run/event.ts';

type StepEnd = Extract<RunEventDraft, { type: 'step-end' }>;

/** Values shown of one output; the rest is told by number. */
const shownValues = 100;
const shownCharacters = 2_000;

/** What a step put out, short enough to be shown. */
export function summarize(batches: ReadonlyMap<string, Batch>): StepEnd['outputs'] {
  const outputs: StepEnd['outputs'] = {};
  for (const [name, batch] of batches) {
    const items = survivors(batch);
    outputs[name] = {
      count: items.length,
      values: items.slice(0, shownValues).map(({ value }): Literal => {
        if (isAssetRef(value)) return { ...value };
        return typeof value === 'string' && value.length > shownCharacters
          ? `${value.slice(0, shownCharacters)}…`
          : value;
      }),
    };
  }
  return outputs;
}
