import type { Literal, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { edgesInto, edgesOutOf, findNode } from './document-index.ts';
import { literalOf } from './literals.ts';

interface Known {
  readonly made: WorkflowDocument;
  readonly catalog: DescriptorCatalog;
  readonly changed: ReadonlySet<string>;
}

const known = new WeakMap<WorkflowDocument, Known>();

/**
 * Nodes whose results would be others than those of the document `made`, since they or what feeds them changed. A seed
 * that moves on by itself after each run is no change.
 */
export function changedNodes(
  document: WorkflowDocument,
  made: WorkflowDocument,
  catalog: DescriptorCatalog,
): ReadonlySet<string> {
  const before = known.get(document);
  if (before?.made === made && before.catalog === catalog) return before.changed;
  const changed = new Set(
    document.nodes.filter((node) => differs(node, { document, made, catalog })).map(({ id }) => id),
  );
  const stack = [...changed];
  for (let id = stack.pop(); id !== undefined; id = stack.pop())
    for (const { to } of edgesOutOf(document, id))
      if (!changed.has(to.node)) {
        changed.add(to.node);
        stack.push(to.node);
      }
  known.set(document, { made, catalog, changed });
  return changed;
}

function differs(
  node: NodeInstance,
  {
    document,
    made,
    catalog,
  }: { document: WorkflowDocument; made: WorkflowDocument; catalog: DescriptorCatalog },
): boolean {
  const other = findNode(made, node.id);
  if (other === undefined || other.type !== node.type || other.mode !== node.mode) return true;
  const now = edgesInto(document, node.id);
  const then = edgesInto(made, node.id);
  if (now.size !== then.size) return true;
  for (const [input, { from }] of now) {
    const source = then.get(input)?.from;
    if (source?.node !== from.node || source.output !== from.output) return true;
  }
  return node.inputs !== other.inputs && inputsDiffer(node, other, { catalog, wired: new Set(now.keys()) });
}

function inputsDiffer(
  node: NodeInstance,
  other: NodeInstance,
  { catalog, wired }: { catalog: DescriptorCatalog; wired: ReadonlySet<string> },
): boolean {
  const ports = new Map(catalog.get(node.type)?.inputs.map((port) => [port.name, port]));
  const after = ports.get('after_run');
  const moves = after !== undefined && literalOf(node, after) !== 'fixed';
  return [...new Set([...Object.keys(node.inputs), ...Object.keys(other.inputs)])].some((name) => {
    const port = ports.get(name);
    if (wired.has(name) || name === after?.name) return false;
    if (moves && port?.portType === 'seed') return false;
    const [a, b] =
      port === undefined
        ? [node.inputs[name], other.inputs[name]]
        : [literalOf(node, port), literalOf(other, port)];
    return !same(a, b);
  });
}

const same = (a: Literal | undefined, b: Literal | undefined): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b);
