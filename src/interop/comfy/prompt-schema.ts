import { z } from 'zod';

/** One node of an API prompt. Tolerant: `is_changed` and whatever else a server left there is passed over. */
export const promptNodeSchema = z.looseObject({
  class_type: z.string().min(1),
  inputs: z.record(z.string(), z.unknown()).catch({}),
  _meta: z
    .looseObject({ title: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** An API prompt as we write it: nodes by id, an input a literal or `[node, slot]`. */
export type Prompt = Record<
  string,
  { inputs: Record<string, unknown>; class_type: string; _meta?: Record<string, unknown> }
>;
