import fc from 'fast-check';

import type { WorkflowDocument } from '#core/document/schema.ts';
import { workflowDocumentSchema } from '#core/document/schema.ts';

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('1', '2', '10', 'prompt', '__proto__', 'constructor', 'text', 'images', 'count', '5:2'),
);
const type = fc.oneof(
  fc.constantFrom(
    'Prompt',
    'SequentialGenerate',
    'Save',
    'Seed',
    'LoadImages',
    'MergeImages',
    'KSampler',
    'Reroute',
  ),
  fc.string({ minLength: 1, maxLength: 12 }),
);
const position = fc.record({
  x: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  y: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
});
const size = fc.record({
  width: fc.double({ min: 1, max: 1e4, noNaN: true }),
  height: fc.double({ min: 1, max: 1e4, noNaN: true }),
});
const literal = fc.jsonValue({ maxDepth: 2 });

const node = fc.record(
  {
    id: name,
    type,
    title: fc.string(),
    position,
    size,
    collapsed: fc.boolean(),
    mode: fc.constantFrom('mute' as const, 'bypass' as const),
    color: fc.string({ maxLength: 10 }),
    inputs: fc.dictionary(name, literal, { maxKeys: 4 }),
    comfy: fc.dictionary(name, literal, { maxKeys: 2 }),
  },
  { requiredKeys: ['id', 'type', 'position', 'inputs'] },
);

/** Any document that the schema takes: odd names, doubled ids, edges to nowhere, keys that nobody knows. */
export const arbitraryDocument: fc.Arbitrary<WorkflowDocument> = fc
  .record({
    format: fc.constant('batchwork' as const),
    version: fc.constant(1 as const),
    name: fc.string(),
    nodes: fc.array(node, { maxLength: 8 }),
    edges: fc.array(
      fc.record({
        from: fc.record({ node: name, output: name }),
        to: fc.record({ node: name, input: name }),
      }),
      { maxLength: 10 },
    ),
    groups: fc.array(fc.record({ id: name, title: fc.string(), position, size }), { maxLength: 2 }),
    notes: fc.array(fc.record({ id: name, text: fc.string(), position }), { maxLength: 2 }),
  })
  .map((document) => workflowDocumentSchema.parse(JSON.parse(JSON.stringify(document))));
