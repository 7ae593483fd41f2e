import { z } from 'zod';

import { workflowDocumentSchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of the workflow file as a person may write it; served and offered to editors. */
export function workflowJsonSchema(): object {
  return {
    ...z.toJSONSchema(workflowDocumentSchema, { io: 'input', reused: 'ref' }),
    title: 'Batchwork workflow',
  };
}
