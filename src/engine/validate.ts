import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';
import type { PortValue } from '#core/node/port.ts';
import { isError, type Diagnostic } from '#core/run/diagnostic.ts';

import { readGraph, type Graph, type Source } from './validate/graph.ts';
import { describeStrayLiterals, readLiteral } from './validate/literals.ts';
import { describeCycles, orderNodes } from './validate/order.ts';

/** What feeds an input: an edge, values typed in (or initial), or nothing at all (optional inputs only). */
export type ValidInput = { readonly port: PortDescriptor } & (
  | { readonly kind: 'edge'; readonly source: Source }
  | { readonly kind: 'values'; readonly values: readonly PortValue[]; readonly typed: boolean }
  | { readonly kind: 'none' }
);

export interface ValidNode {
  readonly id: string;
  readonly title: string;
  readonly descriptor: NodeDescriptor;
  readonly inputs: readonly ValidInput[];
}

declare const validated: unique symbol;

/** The part of a workflow that a run needs, known to be sound. Made by `validate` only; the only thing `plan` takes. */
export interface ValidWorkflow {
  readonly [validated]: true;
  readonly name: string;
  /** Every edge goes forward in this order. */
  readonly nodes: readonly ValidNode[];
  /** Ids of the nodes that the run is for. */
  readonly roots: ReadonlySet<string>;
}

export type Validation =
  | { ok: true; workflow: ValidWorkflow; diagnostics: readonly Diagnostic[] }
  | { ok: false; diagnostics: readonly Diagnostic[] };

/**
 * Checks a document against the installed nodes. All problems of the document are told; it is refused only for errors
 * at nodes that the run needs: those that lead to a saving node, or to `targets` where given. Without any saving node
 * the run is for the nodes that feed no other. Never throws; linear and without recursion.
 */
export function validate(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  options: { targets?: readonly string[] } = {},
): Validation {
  const diagnostics: Diagnostic[] = [];
  const graph = readGraph(document, catalog, diagnostics);
  const order = orderNodes(graph);
  // One by one: a call takes about a hundred thousand arguments, and a file may hold more mistakes.
  for (const diagnostic of describeCycles(graph, order)) diagnostics.push(diagnostic);
  const roots = findRoots(graph, options.targets, diagnostics);
  const needed = collectNeeded(graph, roots);
  const nodes = new Map<string, ValidNode>();
  for (const [id, node] of graph.nodes) {
    const descriptor = graph.descriptors.get(id);
    if (descriptor === undefined || node.mode !== undefined) continue;
    for (const diagnostic of describeStrayLiterals(node, descriptor)) diagnostics.push(diagnostic);
    const inputs = descriptor.inputs.map((port) => readInput(graph, id, port, diagnostics));
    nodes.set(id, { id, title: node.title ?? descriptor.title, descriptor, inputs });
  }
  const concernsRun = ({ code, node, edge }: Diagnostic): boolean =>
    code === 'nothing-to-run' ||
    node === undefined ||
    needed.has(node) ||
    (edge !== undefined && needed.has(edge.to.node));
  const refusing = diagnostics.some((diagnostic) => isError(diagnostic) && concernsRun(diagnostic));
  if (refusing || [...order.cyclic].some((id) => needed.has(id))) return { ok: false, diagnostics };
  const workflow = {
    name: document.name,
    nodes: order.sorted.flatMap((id) => (needed.has(id) ? (nodes.get(id) ?? []) : [])),
    roots: new Set(roots),
  };
  // The brand exists for the type checker alone.
  return { ok: true, workflow: workflow as unknown as ValidWorkflow, diagnostics };
}

function readInput(graph: Graph, id: string, port: PortDescriptor, diagnostics: Diagnostic[]): ValidInput {
  const node = graph.nodes.get(id);
  const source = graph.sources.get(id)?.get(port.name);
  if (source !== undefined || node === undefined)
    return source === undefined ? { port, kind: 'none' } : { port, kind: 'edge', source };
  const found = diagnostics.length;
  const values = readLiteral(node, port, diagnostics);
  if (values !== undefined)
    return { port, kind: 'values', values, typed: Object.hasOwn(node.inputs, port.name) };
  if (!port.optional && diagnostics.length === found)
    diagnostics.push({
      code: 'missing-input',
      severity: 'error',
      message: describeMissing(graph, id, port),
      node: id,
      port: port.name,
    });
  return { port, kind: 'none' };
}

function describeMissing({ wired }: Graph, id: string, port: PortDescriptor): string {
  const source = wired.get(id)?.get(port.name);
  if (source !== undefined)
    return `"${port.label}" gets nothing: "${source.node}" is muted, or bypassed with nothing to pass on.`;
  return `"${port.label}" is not connected${port.widget === undefined ? '' : ' and nothing is typed in'}.`;
}

function findRoots(
  graph: Graph,
  targets: readonly string[] | undefined,
  diagnostics: Diagnostic[],
): readonly string[] {
  const nothing: Diagnostic = {
    code: 'nothing-to-run',
    severity: 'error',
    message: 'There is nothing to run: add a node.',
  };
  if (targets !== undefined) {
    if (targets.length === 0) diagnostics.push({ ...nothing, message: 'The run is for no node at all.' });
    const roots: string[] = [];
    for (const target of targets) {
      const node = graph.nodes.get(target);
      if (node !== undefined && node.mode === undefined) roots.push(target);
      else
        diagnostics.push({
          code: node === undefined ? 'unknown-node' : 'nothing-to-run',
          severity: 'error',
          message:
            node === undefined
              ? `The run is for the node "${target}", which does not exist.`
              : `The node "${target}" is muted or bypassed and cannot be run.`,
          ...(node === undefined ? {} : { node: target }),
        });
    }
    return roots;
  }
  const active = [...graph.nodes.values()].filter(({ mode }) => mode === undefined).map(({ id }) => id);
  const saving = active.filter((id) => graph.descriptors.get(id)?.effect === 'save');
  const roots = saving.length > 0 ? saving : lastOnes(graph, active);
  if (roots.length === 0) diagnostics.push(nothing);
  return roots;
}

/** The nodes that feed no other; one that feeds none but muted and bypassed ones is the last of its line too. */
function lastOnes(graph: Graph, active: readonly string[]): readonly string[] {
  const feeding = new Set<string>();
  for (const id of active) for (const { node } of graph.sources.get(id)?.values() ?? []) feeding.add(node);
  return active.filter((id) => !feeding.has(id));
}

function collectNeeded(graph: Graph, roots: readonly string[]): ReadonlySet<string> {
  const needed = new Set(roots);
  const stack = [...roots];
  for (let id = stack.pop(); id !== undefined; id = stack.pop())
    for (const { node } of graph.sources.get(id)?.values() ?? [])
      if (!needed.has(node)) {
        needed.add(node);
        stack.push(node);
      }
  return needed;
}
