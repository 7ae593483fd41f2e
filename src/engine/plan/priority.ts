import type { PlanStep } from '../plan.ts';

/** Gives each step the number of paid steps on the longest way from it to an end, itself included. */
export function rankSteps(
  steps: readonly (Pick<PlanStep, 'definition' | 'consumers'> & { priority: number })[],
): void {
  for (const step of steps.toReversed()) {
    let longest = 0;
    for (const consumer of step.consumers) longest = Math.max(longest, steps[consumer]?.priority ?? 0);
    step.priority = longest + (step.definition.effect === 'paid' ? 1 : 0);
  }
}
