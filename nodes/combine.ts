import { defineNode, port } from '#core/kit.ts';

/** More pairs than anybody draws; keeps a small file from asking for a million. */
const mostPairs = 10_000;

export default defineNode({
  type: 'Combine',
  version: 1,
  title: 'Combine',
  description: 'Every prompt with every seed: 2 prompts and 3 seeds make 6 pairs.',
  category: 'input',
  aliases: ['cross product', 'all pairs', 'matrix', 'permutations'],
  effect: 'pure',
  inputs: { prompts: port.many(port.text()), seeds: port.many(port.seed()) },
  outputs: { prompt: port.many(port.text()), seed: port.many(port.seed()) },
  execute: (_context, { prompts, seeds }) => {
    const pairs = prompts.length * seeds.length;
    if (pairs > mostPairs)
      throw new Error(
        `${prompts.length} prompts and ${seeds.length} seeds make ${pairs} pairs; ${mostPairs} is the most.`,
      );
    return {
      prompt: prompts.flatMap((prompt) => seeds.map(() => prompt)),
      seed: prompts.flatMap(() => seeds),
    };
  },
});
