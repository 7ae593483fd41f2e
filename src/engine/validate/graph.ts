import type { Edge, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';
import { passThroughInput } from '#core/node/pass-through.ts';
import { accepts } from '#core/node/port-type.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

export interface Source {
  readonly node: string;
  readonly output: string;
}

/** The document as a graph of known nodes: what feeds each input, mute and bypass applied. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, NodeInstance>;
  readonly descriptors: ReadonlyMap<string, NodeDescriptor>;
  /** What is drawn, by node id, then input name. */
  readonly wired: ReadonlyMap<string, ReadonlyMap<string, Source>>;
  /** What feeds, mute and bypass applied; likewise. */
  readonly sources: ReadonlyMap<string, ReadonlyMap<string, Source>>;
}

/** Reads nodes and edges; everything that does not fit is told in `diagnostics` and left out of the graph. */
export function readGraph(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  diagnostics: Diagnostic[],
): Graph {
  const nodes = new Map<string, NodeInstance>();
  const descriptors = new Map<string, NodeDescriptor>();
  for (const node of document.nodes) {
    if (nodes.has(node.id)) {
      diagnostics.push({
        code: 'duplicate-node',
        severity: 'error',
        message: `Two nodes have the id "${node.id}".`,
        node: node.id,
      });
      continue;
    }
    nodes.set(node.id, node);
    const descriptor = catalog.get(node.type);
    if (descriptor !== undefined) descriptors.set(node.id, descriptor);
    else
      diagnostics.push({
        code: 'unknown-type',
        severity: 'error',
        message: `No node type "${node.type}" is installed.`,
        node: node.id,
      });
  }
  const wired = new Map<string, Map<string, Source>>();
  for (const edge of document.edges) {
    const problem = checkEdge(edge, nodes, descriptors, wired);
    if (problem !== undefined) {
      diagnostics.push(problem);
      continue;
    }
    let inputs = wired.get(edge.to.node);
    if (inputs === undefined) wired.set(edge.to.node, (inputs = new Map()));
    inputs.set(edge.to.input, edge.from);
  }
  return { nodes, descriptors, wired, sources: applyModes(nodes, descriptors, wired) };
}

const findPort = (ports: readonly PortDescriptor[], name: string): PortDescriptor | undefined =>
  ports.find((port) => port.name === name);

function checkEdge(
  edge: Edge,
  nodes: ReadonlyMap<string, NodeInstance>,
  descriptors: ReadonlyMap<string, NodeDescriptor>,
  wired: ReadonlyMap<string, ReadonlyMap<string, Source>>,
): Diagnostic | undefined {
  const { from, to } = edge;
  const problem = (code: Diagnostic['code'], message: string): Diagnostic => ({
    code,
    severity: 'error',
    message,
    node: to.node,
    port: to.input,
    edge,
    fix: { kind: 'remove-edge', edge },
  });
  for (const end of [from, to])
    if (!nodes.has(end.node))
      return problem('unknown-node', `A connection names the node "${end.node}", which does not exist.`);
  if (wired.get(to.node)?.has(to.input) === true)
    return problem('duplicate-edge', `Two connections lead into "${to.input}"; an input takes one.`);
  const source = descriptors.get(from.node);
  const target = descriptors.get(to.node);
  // An unknown type is told once, at its node; its edges stay as they are.
  if (source === undefined || target === undefined) return undefined;
  const output = findPort(source.outputs, from.output);
  if (output === undefined)
    return {
      ...problem('unknown-output', `${source.title} has no output "${from.output}".`),
      node: from.node,
      port: from.output,
    };
  const input = findPort(target.inputs, to.input);
  if (input === undefined) return problem('unknown-input', `${target.title} has no input "${to.input}".`);
  if (!accepts(input.portType, output.portType))
    return problem(
      'type-mismatch',
      `"${to.input}" takes ${input.portType}, but "${from.output}" of ${source.title} gives ${output.portType}.`,
    );
  return undefined;
}

/** Takes muted nodes out and leads edges through bypassed ones. Walks chains of bypassed nodes without recursion. */
function applyModes(
  nodes: ReadonlyMap<string, NodeInstance>,
  descriptors: ReadonlyMap<string, NodeDescriptor>,
  wired: ReadonlyMap<string, ReadonlyMap<string, Source>>,
): ReadonlyMap<string, ReadonlyMap<string, Source>> {
  if ([...nodes.values()].every(({ mode }) => mode === undefined)) return wired;
  const resolve = (start: Source): Source | undefined => {
    const seen = new Set<string>();
    let current: Source | undefined = start;
    while (current !== undefined) {
      const mode: NodeInstance['mode'] = nodes.get(current.node)?.mode;
      if (mode === undefined) return current;
      if (mode === 'mute' || seen.has(current.node)) return undefined;
      seen.add(current.node);
      current = passedThrough(current, {
        descriptor: descriptors.get(current.node),
        passes: nodes.get(current.node)?.['passes'],
        inputs: wired.get(current.node),
      });
    }
    return undefined;
  };
  const resolved = new Map<string, Map<string, Source>>();
  for (const [node, inputs] of wired) {
    const kept = new Map<string, Source>();
    for (const [input, source] of inputs) {
      const end = resolve(source);
      if (end !== undefined) kept.set(input, end);
    }
    resolved.set(node, kept);
  }
  return resolved;
}

/** What a bypassed node puts on this output; for a type that is not installed, the input that the document names. */
function passedThrough(
  source: Source,
  bypassed: {
    descriptor: NodeDescriptor | undefined;
    /** From the file: names of inputs by names of outputs, if it is as imports write it. */
    passes: unknown;
    inputs: ReadonlyMap<string, Source> | undefined;
  },
): Source | undefined {
  const { descriptor, passes, inputs } = bypassed;
  if (inputs === undefined) return undefined;
  const input =
    descriptor === undefined
      ? namedInput(passes, source.output)
      : passThroughInput(descriptor, source.output, (name) => inputs.has(name));
  return input === undefined ? undefined : inputs.get(input);
}

function namedInput(passes: unknown, output: string): string | undefined {
  if (typeof passes !== 'object' || passes === null) return undefined;
  const input = new Map<string, unknown>(Object.entries(passes)).get(output);
  return typeof input === 'string' ? input : undefined;
}
