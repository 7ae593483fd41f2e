import { inSequence, setInput, type Edit } from '#core/document/edits.ts';
import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { edgesInto } from './document-index.ts';
import { literalOf } from './literals.ts';

/**
 * What the seeds become once a run was started, or undefined when all of them are fixed. A seed that a wire feeds or
 * that a muted node holds stays. `random` answers with a number from 0 up to and without 1.
 */
export function advanceSeeds(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  random: () => number,
): Edit | undefined {
  const edits = document.nodes.flatMap((node): Edit[] => {
    const inputs = catalog.get(node.type)?.inputs ?? [];
    const after = inputs.find(({ name }) => name === 'after_run');
    if (after === undefined || node.mode !== undefined) return [];
    const wired = edgesInto(document, node.id);
    return inputs.flatMap((port): Edit[] => {
      if (port.portType !== 'seed' || port.rule.kind !== 'integer' || wired.has(port.name)) return [];
      const value = literalOf(node, port);
      const { min = 0, max = 2_147_483_647 } = port.rule;
      if (typeof value !== 'number') return [];
      const what = literalOf(node, after);
      if (what === 'increment') return [setInput(node.id, port.name, value >= max ? min : value + 1)];
      if (what === 'decrement') return [setInput(node.id, port.name, value <= min ? max : value - 1)];
      if (what === 'randomize') return [setInput(node.id, port.name, randomSeed(random, { min, max }))];
      return [];
    });
  });
  return edits.length === 0 ? undefined : inSequence(...edits);
}

/** A whole number of the range, its ends included. */
export const randomSeed = (random: () => number, { min, max }: { min: number; max: number }): number =>
  Math.min(max, min + Math.floor(random() * (max - min + 1)));
