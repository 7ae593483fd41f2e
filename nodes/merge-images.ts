import { defineNode, port } from '#core/kit.ts';

export default defineNode({
  type: 'MergeImages',
  version: 1,
  title: 'Merge Images',
  description: 'Joins up to four batches into one: all of a, then b, c and d.',
  category: 'images',
  aliases: ['concatenate', 'join', 'append', 'Image Batch'],
  effect: 'pure',
  inputs: {
    a: port.optional(port.many(port.image({ label: 'A' }))),
    b: port.optional(port.many(port.image({ label: 'B' }))),
    c: port.optional(port.many(port.image({ label: 'C' }))),
    d: port.optional(port.many(port.image({ label: 'D' }))),
  },
  outputs: { images: port.many(port.image()) },
  execute: (_context, { a, b, c, d }) => ({ images: [...a, ...b, ...c, ...d] }),
});
