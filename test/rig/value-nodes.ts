import { makeCatalog, type Catalog } from '#core/node/catalog.ts';
import { defineNode } from '#core/node/define-node.ts';
import { port } from '#core/node/port.ts';

const text = { version: 1, title: 'Value', description: '', category: 'test', effect: 'pure' } as const;

/** Nodes that do next to nothing with values, for graphs of any size. */
export const valueNodes: Catalog = makeCatalog([
  defineNode({
    ...text,
    type: 'Number',
    inputs: { value: port.integer({ initial: 0 }) },
    outputs: { value: port.integer({ initial: 0 }) },
    execute: (_context, { value }) => ({ value }),
  }),
  defineNode({
    ...text,
    type: 'Add',
    inputs: { a: port.integer({ initial: 0 }), b: port.integer({ initial: 1 }) },
    outputs: { value: port.integer({ initial: 0 }) },
    execute: (_context, { a, b }) => ({ value: (a + b) % 1_000_003 }),
  }),
  defineNode({
    ...text,
    type: 'Sum',
    inputs: {
      a: port.many(port.integer({ initial: 0 })),
      b: port.optional(port.many(port.integer({ initial: 0 }))),
    },
    outputs: { value: port.integer({ initial: 0 }) },
    execute: (_context, { a, b }) => ({
      value: [...a, ...b].reduce((sum, each) => (sum + each) % 1_000_003, 0),
    }),
  }),
  defineNode({
    ...text,
    type: 'Range',
    inputs: { length: port.integer({ initial: 3, min: 0, max: 1_000_000 }) },
    outputs: { values: port.many(port.integer({ initial: 0 })) },
    execute: (_context, { length }) => ({ values: Array.from({ length }, (_, index) => index) }),
  }),
  defineNode({
    ...text,
    type: 'Later',
    inputs: { value: port.integer({ initial: 0 }) },
    outputs: { value: port.integer({ initial: 0 }), values: port.many(port.integer({ initial: 0 })) },
    execute: async (_context, { value }) => ({ value, values: [value] }),
  }),
  defineNode({
    ...text,
    type: 'Broken',
    inputs: { value: port.integer({ initial: 0 }) },
    outputs: { value: port.integer({ initial: 0 }) },
    execute: () => {
      throw new Error('out of paint');
    },
  }),
  defineNode({
    ...text,
    type: 'Wrong',
    inputs: {},
    outputs: { value: port.integer({ initial: 0, max: 3 }) },
    execute: () => ({ value: 4 }),
  }),
]);
