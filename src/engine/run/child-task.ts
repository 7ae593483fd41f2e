import { z } from 'zod';

import { literalSchema } from '#core/document/schema.ts';
import { providerIdSchema } from '#core/model/image-model.ts';
import type { PortValue } from '#core/node/port.ts';
import { failureSchema } from '#core/run/failure.ts';

/** One execution of a node as a task of its own, started by the task of its run. All of it passes the journal. */
export const childInputSchema = z.object({
  node: z.string(),
  execution: z.int(),
  nodeType: z.string(),
  values: z.record(z.string(), literalSchema),
  override: providerIdSchema.optional(),
  auto: providerIdSchema,
  force: z.boolean(),
  runCapUsd: z.number().optional(),
  /** ms since epoch. */
  createdAt: z.number(),
  /** Seeds that the images among the values were made with, in their order; for file names. */
  seeds: z.array(z.object({ hash: z.string(), seed: z.number().nullable() })),
});
export type ChildInput = z.infer<typeof childInputSchema>;

/** What became of it. */
export const childOutputSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('done'),
    outputs: z.record(z.string(), z.array(literalSchema)),
    cached: z.boolean(),
    costUsd: z.number().nullable(),
    /** Images that were bought, and those that the memo gave. */
    images: z.int(),
    cachedImages: z.int(),
    files: z.array(z.string()),
    warnings: z.array(z.string()),
    /** Images paid for that could not be fetched. */
    losses: z.array(failureSchema),
  }),
  z.object({ type: z.literal('failed'), failure: failureSchema, warnings: z.array(z.string()) }),
]);
export type ChildOutput = z.infer<typeof childOutputSchema>;
export type ChildDone = Extract<ChildOutput, { type: 'done' }>;

/** The journal holds JSON; that these are port values was checked when they went in. */
export const asOutputs = (outputs: ChildDone['outputs']): Readonly<Record<string, readonly PortValue[]>> =>
  outputs as Readonly<Record<string, readonly PortValue[]>>;
