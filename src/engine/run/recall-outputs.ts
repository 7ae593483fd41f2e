import { z } from 'zod';

import { literalSchema } from '#core/document/schema.ts';
import type { NodeDefinition } from '#core/node/define-node.ts';
import { isAssetRef } from '#core/run/asset.ts';
import type { Capabilities, OutputsByName } from '#core/run/capabilities.ts';

import type { Fingerprint } from '../fingerprint.ts';
import { readOutputs } from '../outputs.ts';

const entrySchema = z.object({ outputs: z.record(z.string(), z.array(literalSchema)) });

/** Outputs of a pure execution that was done before, if the memo has them and their images still exist. */
export async function recallOutputs(
  { memo, assets }: Pick<Capabilities, 'memo' | 'assets'>,
  definition: NodeDefinition,
  fingerprint: Fingerprint,
): Promise<OutputsByName | undefined> {
  const parsed = entrySchema.safeParse(await memo.get(fingerprint));
  if (!parsed.success) return undefined;
  for (const values of Object.values(parsed.data.outputs))
    for (const value of values) if (isAssetRef(value) && !(await assets.has(value))) return undefined;
  const returned = Object.fromEntries(
    Object.entries(definition.outputs).map(([name, { cardinality }]) => {
      const values = parsed.data.outputs[name] ?? [];
      return [name, cardinality === 'many' ? values : values[0]];
    }),
  );
  try {
    // `readOutputs` checks every value against its port before anything uses it.
    return readOutputs(definition, returned as Parameters<typeof readOutputs>[1]);
  } catch {
    return undefined;
  }
}
