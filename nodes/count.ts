import { defineNode, port } from '#core/kit.ts';

export default defineNode({
  type: 'Count',
  version: 1,
  title: 'Count',
  description: 'How many images a batch may have, 1 to 15.',
  category: 'input',
  aliases: ['number', 'batch size', 'amount'],
  effect: 'pure',
  inputs: { count: port.integer({ initial: 3, min: 1, max: 15, widget: { kind: 'slider' } }) },
  outputs: { count: port.integer({ initial: 3, min: 1, max: 15 }) },
  execute: (_context, { count }) => ({ count }),
});
