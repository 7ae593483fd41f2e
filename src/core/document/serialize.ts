import type { WorkflowDocument } from './schema.ts';

/** Keys in the order of the schema, so that files diff well; unknown keys follow in the order they came. */
const keyOrder = {
  document: ['$schema', 'format', 'version', 'name', 'nodes', 'edges', 'groups', 'notes'],
  nodes: ['id', 'type', 'title', 'position', 'size', 'collapsed', 'mode', 'color', 'inputs'],
  edges: ['from', 'to'],
  groups: ['id', 'title', 'position', 'size', 'color'],
  notes: ['id', 'text', 'position', 'size', 'color'],
} as const;

function inOrder(value: Record<string, unknown>, order: readonly string[]): Record<string, unknown> {
  const known = order.filter((key) => Object.hasOwn(value, key) && value[key] !== undefined);
  const unknown = Object.keys(value).filter((key) => !order.includes(key));
  // fromEntries defines keys instead of assigning them, so that "__proto__" stays an ordinary key.
  return Object.fromEntries([...known, ...unknown].map((key) => [key, value[key]]));
}

/** The text of a workflow file: UTF-8 JSON, two-space indent, keys in schema order, one newline at the end. */
export function serializeDocument(document: WorkflowDocument): string {
  const ordered = inOrder(
    {
      ...document,
      nodes: document.nodes.map((node) => inOrder(node, keyOrder.nodes)),
      edges: document.edges.map((edge) => inOrder(edge, keyOrder.edges)),
      groups: document.groups.map((group) => inOrder(group, keyOrder.groups)),
      notes: document.notes.map((note) => inOrder(note, keyOrder.notes)),
    },
    keyOrder.document,
  );
  return `${JSON.stringify(ordered, undefined, 2)}\n`;
}
