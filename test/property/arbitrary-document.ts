import * as fc from 'fast-check';

import type { WorkflowDocument } from '#core/document/schema.ts';

/** Runs of a property; fast-check prints seed and path of a failure, to be given back to it here. */
export const runs = 2_000;

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('constructor', 'toString', 'hasOwnProperty', '0', '__defineGetter__', 'é🦊', ' '),
);
const coordinate = fc.double({ min: -1e7, max: 1e7, noNaN: true }).map((value) => value + 0);
const extent = fc.double({ min: 1e-3, max: 1e5, noNaN: true });
/** Any JSON value. JSON knows neither "-0" nor, in our reading of it, keys named "__proto__". */
const json = fc
  .jsonValue({ maxDepth: 4 })
  .map((value): unknown =>
    JSON.parse(JSON.stringify(value), (key, inner: unknown) => (key === '__proto__' ? undefined : inner)),
  );

/** Keys that this version does not know, which must never meet one that it does. */
const unknownKeys = fc.dictionary(
  name.map((key) => `x-${key}`),
  json,
  { maxKeys: 2, noNullPrototype: true },
);
const withUnknown = <T extends object>(known: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.tuple(known, unknownKeys).map(([fields, more]) => ({ ...more, ...fields }));

const position = withUnknown(fc.record({ x: coordinate, y: coordinate }));
const size = withUnknown(fc.record({ width: extent, height: extent }));
const place = { id: name, position };

const node = withUnknown(
  fc.record(
    {
      ...place,
      type: name,
      inputs: fc.dictionary(
        name.filter((key) => key !== '__proto__'),
        json as fc.Arbitrary<string>,
        { maxKeys: 4, noNullPrototype: true },
      ),
      title: fc.string({ maxLength: 20 }),
      size,
      collapsed: fc.boolean(),
      pinned: fc.boolean(),
      mode: fc.constantFrom('mute' as const, 'bypass' as const),
      color: fc.string({ maxLength: 9 }),
    },
    { requiredKeys: ['id', 'type', 'position', 'inputs'], noNullPrototype: true },
  ),
);
const edge = withUnknown(
  fc.record({
    from: withUnknown(fc.record({ node: name, output: name })),
    to: withUnknown(fc.record({ node: name, input: name })),
  }),
);
const group = withUnknown(fc.record({ ...place, title: fc.string(), size }));
const note = withUnknown(fc.record({ ...place, text: fc.string() }));

/** Any document that the schema allows: unknown types, keys and ends of edges, odd names, anything as a literal. */
export const arbitraryDocument: fc.Arbitrary<WorkflowDocument> = withUnknown(
  fc.record(
    {
      format: fc.constant('batchwork' as const),
      version: fc.constant(1 as const),
      name: fc.string({ maxLength: 20 }),
      nodes: fc.array(node, { maxLength: 6 }),
      edges: fc.array(edge, { maxLength: 6 }),
      groups: fc.array(group, { maxLength: 2 }),
      notes: fc.array(note, { maxLength: 2 }),
      $schema: fc.string({ maxLength: 20 }),
    },
    {
      requiredKeys: ['format', 'version', 'name', 'nodes', 'edges', 'groups', 'notes'],
      noNullPrototype: true,
    },
  ),
);
