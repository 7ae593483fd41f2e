import * as fc from 'fast-check';

import type { Edge, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import { accepts } from '#core/node/port-type.ts';
import { allNodes } from '#test/rig/planned.ts';

const types = [
  'Number',
  'Add',
  'Sum',
  'Range',
  'Later',
  'Prompt',
  'PromptList',
  'PromptTemplate',
  'Seed',
  'Combine',
  'SequentialGenerate',
  'SelectImages',
  'MergeImages',
  'Save',
] as const;

const literals: Readonly<Record<string, NodeInstance['inputs']>> = {
  Prompt: { text: 'a fox' },
  PromptList: { text: 'a fox\na wolf' },
  PromptTemplate: { subject: 'an owl' },
  Range: { length: 2 },
  Seed: { copies: 2 },
  SequentialGenerate: { prompt: 'two images of a bear', count: 2 },
};

interface Draft {
  readonly type: (typeof types)[number];
  /** For each input which of the outputs before it feeds it, if any. */
  readonly picks: readonly (number | null)[];
}

/** A document without a circle: each node is fed by nodes that were drawn before it. Ids say nothing of the order. */
function toDocument(drafts: readonly Draft[], ids: readonly string[]): WorkflowDocument {
  const nodes: NodeInstance[] = [];
  const edges: Edge[] = [];
  const outputs: { node: string; output: string; type: Parameters<typeof accepts>[1] }[] = [];
  for (const [index, { type, picks }] of drafts.entries()) {
    const id = ids[index] ?? `n${index}`;
    const descriptor = allNodes.descriptors.get(type);
    nodes.push({ id, type, position: { x: index, y: 0 }, inputs: { ...literals[type] } });
    for (const [at, port] of (descriptor?.inputs ?? []).entries()) {
      const fitting = outputs.filter((output) => accepts(port.portType, output.type));
      // A gathering input that needs an edge gets one wherever there is anything to take it from.
      const pick = picks[at] ?? (port.cardinality === 'many' && !port.optional ? index : undefined);
      const from = pick === undefined ? undefined : fitting[pick % fitting.length];
      if (from !== undefined)
        edges.push({ from: { node: from.node, output: from.output }, to: { node: id, input: port.name } });
    }
    for (const { name, portType } of descriptor?.outputs ?? [])
      outputs.push({ node: id, output: name, type: portType });
  }
  return { format: 'batchwork', version: 1, name: 'Any', nodes, edges, groups: [], notes: [] };
}

const draft: fc.Arbitrary<Draft> = fc.record({
  type: fc.constantFrom(...types),
  picks: fc.array(fc.option(fc.nat({ max: 50 }), { freq: 3 }), { minLength: 6, maxLength: 6 }),
});

const letters = 'abcdefghijkl'.split('');

/** Graphs of real nodes that fit together by type; some are refused for what they hold. */
export const arbitraryGraph: fc.Arbitrary<WorkflowDocument> = fc
  .tuple(
    fc.array(draft, { minLength: 1, maxLength: letters.length }),
    fc.shuffledSubarray(letters, { minLength: letters.length }),
  )
  .map(([drafts, ids]) => toDocument(drafts, ids));

/** A document with the same nodes and edges in another order. */
export const shuffled = (document: WorkflowDocument): fc.Arbitrary<WorkflowDocument> =>
  fc
    .tuple(
      fc.shuffledSubarray(document.nodes, { minLength: document.nodes.length }),
      fc.shuffledSubarray(document.edges, { minLength: document.edges.length }),
    )
    .map(([nodes, edges]) => ({ ...document, nodes, edges }));
