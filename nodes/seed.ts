import { defineNode, port } from '#core/kit.ts';

const seeds = 2_147_483_648;

export default defineNode({
  type: 'Seed',
  version: 1,
  title: 'Seed',
  description: 'A seed, or a batch of seeds that count up from it. What follows a run is up to "after run".',
  category: 'input',
  aliases: ['random', 'noise', 'variation'],
  effect: 'pure',
  inputs: {
    seed: port.seed({ initial: 42 }),
    after_run: port.choice(['fixed', 'increment', 'decrement', 'randomize'], {
      initial: 'fixed',
      help: 'What the editor does with the seed after each run.',
    }),
    copies: port.integer({
      initial: 1,
      min: 1,
      max: 100,
      advanced: true,
      help: 'Seeds in the batch: seed, seed + 1, …',
    }),
  },
  outputs: { seed: port.many(port.seed()) },
  execute: (_context, { seed, copies }) => ({
    seed: Array.from({ length: copies }, (_, index) => (seed + index) % seeds),
  }),
});
