import { disconnect, inSequence, setInput } from '#core/document/edits.ts';
import type { Literal, WorkflowDocument } from '#core/document/schema.ts';
import { describeCount } from '#core/model/count-in-prompt.ts';

import { edgesInto } from './document-index.ts';
import type { Shortage } from './shortages.ts';

const largestSeed = 2_147_483_647;

/**
 * The document that buys what is missing at a node: the same prompt and references, the count that is missing, and the
 * next seed, for the same one would draw the same images again.
 */
export function topUpDocument(
  made: WorkflowDocument,
  node: string,
  { request, missing }: Shortage,
): WorkflowDocument {
  const literals: Record<string, Literal> = {
    prompt: recount(request.prompt, request.count, missing),
    count: missing,
    resolution: request.resolution,
    ...(request.seed === null ? {} : { seed: request.seed === largestSeed ? 0 : request.seed + 1 }),
  };
  const wires = edgesInto(made, node);
  return inSequence(
    ...Object.entries(literals).flatMap(([input, value]) => {
      const edge = wires.get(input);
      return [...(edge === undefined ? [] : [disconnect(edge)]), setInput(node, input, value)];
    }),
  )(made);
}

/** Asks in words for `to` images where the prompt asked for `from`; any other prompt stays as it is. */
function recount(prompt: string, from: number, to: number): string {
  if (describeCount(prompt) !== from) return prompt;
  const changed = prompt.replace(
    new RegExp(String.raw`(?<![\p{L}\p{N}])${from}(\s+)image(s?)(?!\p{L})`, 'iu'),
    (_all, space: string) => `${to}${space}${to === 1 ? 'image' : 'images'}`,
  );
  return changed;
}
