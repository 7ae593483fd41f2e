import { connect, disconnect, inSequence, updateNode, type Edit } from '#core/document/edits.ts';
import type { NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { edgesInto, findNode, reachable } from './document-index.ts';

export interface Restoration {
  /** Undefined when everything is as it was. */
  readonly edit: Edit | undefined;
  /** Nodes that made the results and are no longer there, or are of another type now. */
  readonly gone: number;
}

interface Wanted {
  /** The document that the results were made with. */
  readonly made: WorkflowDocument;
  readonly node: string;
  /** Seeds alone, or all values and wires. */
  readonly what: 'all' | 'seeds';
}

/** What gives a node and all that feeds it the values and wires that made its results once. */
export function restoreInputs(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  { made, node, what }: Wanted,
): Restoration {
  const edits: Edit[] = [];
  let gone = 0;
  for (const id of [node, ...reachable(made, node, 'up')]) {
    const [now, then] = [findNode(document, id), findNode(made, id)];
    if (then === undefined) continue;
    if (now === undefined || now.type !== then.type) {
      gone += 1;
      continue;
    }
    const inputs = what === 'all' ? then.inputs : withSeeds(now, then, catalog);
    if (JSON.stringify(inputs) !== JSON.stringify(now.inputs)) edits.push(updateNode(id, { inputs }));
    if (what === 'all') {
      if (now.mode !== then.mode) edits.push(updateNode(id, { mode: then.mode }));
      edits.push(...rewire(document, made, id));
    }
  }
  return { edit: edits.length === 0 ? undefined : inSequence(...edits), gone };
}

function withSeeds(
  now: NodeInstance,
  then: NodeInstance,
  catalog: DescriptorCatalog,
): NodeInstance['inputs'] {
  const seeds = (catalog.get(now.type)?.inputs ?? []).filter(
    ({ portType, name }) => portType === 'seed' && then.inputs[name] !== undefined,
  );
  return seeds.length === 0
    ? now.inputs
    : { ...now.inputs, ...Object.fromEntries(seeds.map(({ name }) => [name, then.inputs[name] ?? null])) };
}

function rewire(document: WorkflowDocument, made: WorkflowDocument, id: string): Edit[] {
  const now = edgesInto(document, id);
  const then = edgesInto(made, id);
  const extra = [...now.values()].filter(({ to }) => !then.has(to.input));
  const missing = [...then.values()].filter(({ from, to }) => {
    const source = now.get(to.input)?.from;
    const there = findNode(document, from.node) !== undefined;
    return there && (source?.node !== from.node || source.output !== from.output);
  });
  return [...extra.map((edge) => disconnect(edge)), ...missing.map((edge) => connect(edge))];
}
