import type { Edge, WorkflowDocument } from '#core/document/schema.ts';
import { uniqueId } from '#core/document/unique-id.ts';

import type { FlatGraph } from './comfy/flat-graph.ts';
import { fieldOf, numberOf, sameJson, textOf, type JsonRecord } from './values.ts';

interface Imported {
  readonly document: WorkflowDocument;
  /** Ids of the document by the file's own. */
  readonly idMap: ReadonlyMap<string, string>;
}

/** The import of a workflow that Batchwork wrote, under the ids that the carried document has for what is still there. */
export function withOwnIds(
  { document, idMap }: Imported,
  graph: FlatGraph,
  carried: WorkflowDocument,
): Imported {
  const taken = new Set<string>();
  const claim = (own: string | undefined): string | undefined => {
    if (own === undefined || taken.has(own)) return undefined;
    taken.add(own);
    return own;
  };
  const renamed = new Map<string, string>();
  for (const [fileId, { source }] of graph.nodes) {
    const id = idMap.get(fileId);
    const own = id === undefined || renamed.has(id) ? undefined : claim(writtenId(source));
    if (id !== undefined && own !== undefined) renamed.set(id, own);
  }
  const groups = graph.groups.map(({ source }) =>
    claim(carried.groups[(numberOf(source['id']) ?? 0) - 1]?.id),
  );
  const notes = graph.notes.map(({ source }) => claim(writtenId(source)));
  // Ids that the import gave by itself make way for those that the document had.
  const free = (id: string): string => {
    const unique = uniqueId(id, taken);
    taken.add(unique);
    return unique;
  };
  for (const { id } of document.nodes) if (!renamed.has(id)) renamed.set(id, free(id));
  const idOf = (id: string): string => renamed.get(id) ?? id;
  return {
    document: {
      ...document,
      nodes: document.nodes.map((node) => ({ ...node, id: idOf(node.id) })),
      edges: document.edges.map(({ from, to }) => ({
        from: { ...from, node: idOf(from.node) },
        to: { ...to, node: idOf(to.node) },
      })),
      groups: document.groups.map((group, index) => ({ ...group, id: groups[index] ?? free(group.id) })),
      notes: document.notes.map((note, index) => ({ ...note, id: notes[index] ?? free(note.id) })),
    },
    idMap: new Map([...idMap].map(([fileId, id]) => [fileId, idOf(id)])),
  };
}

const writtenId = (source: unknown): string | undefined =>
  textOf(fieldOf(fieldOf(fieldOf(source, 'properties'), 'batchwork'), 'id'));

/** Three states of one thing: in the file now, as Batchwork knew it, and what an untouched export is read as. */
interface States<T> {
  readonly now: T;
  readonly carried: T;
  readonly before: T;
}

/**
 * The carried document with what was changed elsewhere. What the file says now and what its untouched export would say
 * agree wherever nobody changed anything; there the carried document is believed, which knows more. To be parsed.
 */
export function withCarried({ now, carried, before }: States<WorkflowDocument>): JsonRecord {
  const [ownNodes, oldNodes] = [byId(carried.nodes), byId(before.nodes)];
  return {
    ...mergeRecord({ now, carried, before }),
    format: now.format,
    version: now.version,
    name: carried.name,
    nodes: now.nodes.map((node) => {
      const [own, old] = [ownNodes.get(node.id), oldNodes.get(node.id)];
      if (own === undefined || old?.type !== node.type) return node;
      return {
        ...mergeRecord({ now: node, carried: own, before: old }),
        type: own.type,
        inputs: mergeRecord({ now: node.inputs, carried: own.inputs, before: old.inputs }),
      };
    }),
    edges: mergeEdges({ now: now.edges, carried: carried.edges, before: before.edges }),
    groups: mergeList({ now: now.groups, carried: carried.groups, before: before.groups }),
    notes: mergeList({ now: now.notes, carried: carried.notes, before: before.notes }),
  };
}

const byId = <T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  // The first of a name counts.
  new Map(list.toReversed().map((each) => [each.id, each]));

function mergeList<T extends { readonly id: string }>({
  now,
  carried,
  before,
}: States<readonly T[]>): readonly object[] {
  const [own, old] = [byId(carried), byId(before)];
  return now.map((each) => {
    const [known, untouched] = [own.get(each.id), old.get(each.id)];
    return known === undefined || untouched === undefined
      ? each
      : mergeRecord({ now: each, carried: known, before: untouched });
  });
}

/** Key by key: what has changed is taken as it is now, the rest as it is carried. */
function mergeRecord({ now, carried, before }: States<object>): JsonRecord {
  const isChanged = (key: string): boolean => !sameJson(fieldOf(now, key), fieldOf(before, key));
  return Object.fromEntries([
    ...Object.entries(carried).filter(([key]) => !isChanged(key)),
    ...Object.entries(now).filter(([key]) => isChanged(key)),
  ]);
}

/** Edges as they are now; those that no export can hold stay where their input is still free. */
function mergeEdges({ now, carried, before }: States<readonly Edge[]>): readonly Edge[] {
  const own = new Map(carried.map((edge) => [nameOf(edge), edge]));
  const exported = new Set(before.map(nameOf));
  const fed = new Set(now.map(({ to }) => JSON.stringify([to.node, to.input])));
  return [
    ...now.map((edge) => own.get(nameOf(edge)) ?? edge),
    ...carried.filter(
      (edge) => !exported.has(nameOf(edge)) && !fed.has(JSON.stringify([edge.to.node, edge.to.input])),
    ),
  ];
}

const nameOf = ({ from, to }: Edge): string => JSON.stringify([from.node, from.output, to.node, to.input]);
