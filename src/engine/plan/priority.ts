import type { NodeDefinition } from '#core/node/define-node.ts';

/** Paid steps on the longest way from each step to an end, itself included. */
export function rankSteps(
  steps: readonly { readonly definition: NodeDefinition }[],
  consumers: readonly (readonly number[])[],
): readonly number[] {
  const ranks = steps.map(() => 0);
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    let longest = 0;
    for (const consumer of consumers[index] ?? []) longest = Math.max(longest, ranks[consumer] ?? 0);
    ranks[index] = longest + (steps[index]?.definition.effect === 'paid' ? 1 : 0);
  }
  return ranks;
}
