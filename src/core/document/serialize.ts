import type { WorkflowDocument } from './schema.ts';

type Shape = { readonly keys: readonly string[]; readonly inside?: Readonly<Record<string, Shape>> };

const position: Shape = { keys: ['x', 'y'] };
const size: Shape = { keys: ['width', 'height'] };

/** Keys in the order of the schema, so that files diff well; unknown keys follow in the order they came. */
const shapes = {
  document: { keys: ['$schema', 'format', 'version', 'name', 'nodes', 'edges', 'groups', 'notes'] },
  node: {
    keys: ['id', 'type', 'title', 'position', 'size', 'collapsed', 'pinned', 'mode', 'color', 'inputs'],
    inside: { position, size },
  },
  edge: {
    keys: ['from', 'to'],
    inside: { from: { keys: ['node', 'output'] }, to: { keys: ['node', 'input'] } },
  },
  group: { keys: ['id', 'title', 'position', 'size', 'pinned', 'color'], inside: { position, size } },
  note: { keys: ['id', 'text', 'position', 'size', 'pinned', 'color'], inside: { position, size } },
} as const satisfies Record<string, Shape>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function inOrder(value: Readonly<Record<string, unknown>>, { keys, inside }: Shape): Record<string, unknown> {
  const known = keys.filter((key) => Object.hasOwn(value, key) && value[key] !== undefined);
  const unknown = Object.keys(value).filter((key) => !keys.includes(key));
  // fromEntries defines keys instead of assigning them, so that "__proto__" stays an ordinary key.
  return Object.fromEntries(
    [...known, ...unknown].map((key) => {
      const field = value[key];
      const shape = inside !== undefined && Object.hasOwn(inside, key) ? inside[key] : undefined;
      return [key, shape !== undefined && isRecord(field) ? inOrder(field, shape) : field];
    }),
  );
}

/** The text of a workflow file: UTF-8 JSON, two-space indent, keys in schema order, one newline at the end. */
export function serializeDocument(document: WorkflowDocument): string {
  const ordered = inOrder(
    {
      ...document,
      nodes: document.nodes.map((node) => inOrder(node, shapes.node)),
      edges: document.edges.map((edge) => inOrder(edge, shapes.edge)),
      groups: document.groups.map((group) => inOrder(group, shapes.group)),
      notes: document.notes.map((note) => inOrder(note, shapes.note)),
    },
    shapes.document,
  );
  return `${JSON.stringify(ordered, undefined, 2)}\n`;
}
