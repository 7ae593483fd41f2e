import type { Edge } from '#core/document/schema.ts';

interface BareNode {
  readonly inputs: number[];
  readonly consumers: number[];
  waits: number;
  value: number;
}

/** The graph as a bare walk wants it; built outside of what is measured. */
export function prepareBareWalk(size: number, edges: readonly Edge[]): readonly BareNode[] {
  const nodes: BareNode[] = Array.from({ length: size }, () => ({
    inputs: [],
    consumers: [],
    waits: 0,
    value: 0,
  }));
  for (const { from, to } of edges) {
    const [source, target] = [Number(from.node.slice(1)), Number(to.node.slice(1))];
    nodes[target]?.inputs.push(source);
    nodes[source]?.consumers.push(target);
    const node = nodes[target];
    if (node !== undefined) node.waits += 1;
  }
  return nodes;
}

/**
 * The lower bound: a ready set and one awaited call a node, with neither checks nor events, batches or prints. It can be
 * walked once.
 */
export async function bareWalk(nodes: readonly BareNode[]): Promise<number> {
  const execute = async (a: number, b: number): Promise<number> => (a + b) % 1_000_003;
  const ready: number[] = [];
  for (const [index, { waits }] of nodes.entries()) if (waits === 0) ready.push(index);
  let last = 0;
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    const node = nodes[index];
    if (node === undefined) continue;
    const [a = 0, b] = node.inputs;
    node.value = await execute(nodes[a]?.value ?? 0, b === undefined ? 1 : (nodes[b]?.value ?? 0));
    last = node.value;
    for (const consumer of node.consumers) {
      const next = nodes[consumer];
      if (next === undefined) continue;
      next.waits -= 1;
      if (next.waits === 0) ready.push(consumer);
    }
  }
  return last;
}
