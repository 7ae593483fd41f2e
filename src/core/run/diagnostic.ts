import { z } from 'zod';

import { edgeSchema, literalSchema } from '../document/schema.ts';

/** Closed list: programs decide by these, people read the message. */
export const diagnosticCodes = [
  'not-json',
  'not-a-workflow',
  'unsupported-version',
  'invalid-document',
  'limit-exceeded',
  'contains-key',
  'duplicate-node',
  'unknown-type',
  'unknown-node',
  'unknown-input',
  'unknown-output',
  'missing-input',
  'type-mismatch',
  'duplicate-edge',
  'out-of-range',
  'invalid-value',
  'cycle',
  'length-mismatch',
  'count-mismatch',
  'unsupported-by-provider',
  'adjusted-by-provider',
  'missing-key',
  'node-failed',
  'nothing-to-run',
  'over-cap',
  'node-file',
] as const;

/** A change that would mend the problem, as data, so that the editor can offer it. */
export const proposedFixSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('set-input'), node: z.string(), input: z.string(), value: literalSchema }),
  z.object({ kind: z.literal('remove-edge'), edge: edgeSchema }),
]);

/** A problem known before a run, with its place. `port` is an input or output name of `node`. */
export const diagnosticSchema = z.object({
  code: z.enum(diagnosticCodes),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  node: z.string().optional(),
  port: z.string().optional(),
  edge: edgeSchema.optional(),
  fix: proposedFixSchema.optional(),
});

export type Diagnostic = z.infer<typeof diagnosticSchema>;

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';
