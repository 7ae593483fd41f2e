import { z } from 'zod';

import { resolutionPattern } from '../model/resolution.ts';
import { assetRefSchema } from '../run/asset.ts';

/**
 * What values a port takes, as data: the server checks against it, and so does the editor, which never sees node code.
 * The zod schema, the JSON Schema and the words of an error all come from here.
 */
export const portRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), maxLength: z.int().positive().optional() }),
  z.object({ kind: z.literal('integer'), min: z.int().optional(), max: z.int().optional() }),
  z.object({
    kind: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    step: z.number().positive().optional(),
  }),
  z.object({ kind: z.literal('boolean') }),
  z.object({ kind: z.literal('choice'), options: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal('pattern'), pattern: z.string(), example: z.string() }),
  z.object({ kind: z.literal('resolution') }),
  z.object({ kind: z.literal('image') }),
]);

export type PortRule = z.infer<typeof portRuleSchema>;

const schemas = new WeakMap<PortRule, z.ZodType>();

/** The zod schema of one value of a port with this rule. */
export function schemaOfRule(rule: PortRule): z.ZodType {
  let schema = schemas.get(rule);
  if (schema === undefined) schemas.set(rule, (schema = makeSchema(rule)));
  return schema;
}

function makeSchema(rule: PortRule): z.ZodType {
  switch (rule.kind) {
    case 'text':
      return z.string().max(rule.maxLength ?? 1_048_576);
    case 'integer':
      return z
        .int()
        .min(rule.min ?? Number.MIN_SAFE_INTEGER)
        .max(rule.max ?? Number.MAX_SAFE_INTEGER);
    case 'number':
      return z
        .number()
        .min(rule.min ?? -Number.MAX_VALUE)
        .max(rule.max ?? Number.MAX_VALUE);
    case 'boolean':
      return z.boolean();
    case 'choice':
      return z.enum(rule.options);
    case 'pattern':
      return z.string().regex(new RegExp(rule.pattern, 'u'));
    case 'resolution':
      return z.string().regex(resolutionPattern);
    case 'image':
      return assetRefSchema;
  }
}

/** What a value has to be, in words that complete "expected …". */
export function describeRule(rule: PortRule): string {
  switch (rule.kind) {
    case 'text':
      return rule.maxLength === undefined ? 'a text' : `a text of at most ${rule.maxLength} characters`;
    case 'integer':
      return `a whole number${describeRange(rule)}`;
    case 'number':
      return `a number${describeRange(rule)}`;
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${rule.options.map((option) => `"${option}"`).join(', ')}`;
    case 'pattern':
      return `a text such as "${rule.example}"`;
    case 'resolution':
      return 'a resolution such as "2048x2048 (1:1)", "2K" or "2560x1440"';
    case 'image':
      return 'an image';
  }
}

function describeRange({ min, max }: { min?: number | undefined; max?: number | undefined }): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  return max === undefined ? '' : ` of at most ${max}`;
}

/** Whether a literal of the right JSON type lies outside the rule's range; tells `out-of-range` from `invalid-value`. */
export const isOutOfRange = (rule: PortRule, value: unknown): boolean =>
  (rule.kind === 'integer' || rule.kind === 'number') &&
  typeof value === 'number' &&
  (value < (rule.min ?? -Infinity) || value > (rule.max ?? Infinity));
