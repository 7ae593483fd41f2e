import type { Edge, Group, Literal, NodeInstance, Note, Position, WorkflowDocument } from './schema.ts';
import { uniqueId } from './unique-id.ts';

/** A change of the document: pure, and returning the same object when nothing changes. */
export type Edit = (document: WorkflowDocument) => WorkflowDocument;

export const addNode =
  (node: NodeInstance): Edit =>
  (document) => ({ ...document, nodes: [...document.nodes, node] });

/** Moves nodes, groups and notes; ids that are not in the document are passed over. */
export const moveItems =
  (positions: ReadonlyMap<string, Position>): Edit =>
  (document) => {
    const move = <T extends { id: string; position: Position }>(item: T): T => {
      const to = positions.get(item.id);
      return to === undefined || (to.x === item.position.x && to.y === item.position.y)
        ? item
        : { ...item, position: to };
    };
    return withLists(document, {
      nodes: mapKept(document.nodes, move),
      groups: mapKept(document.groups, move),
      notes: mapKept(document.notes, move),
    });
  };

/** Removes nodes, groups and notes by id, with every edge that touches a removed node. */
export const removeItems =
  (ids: ReadonlySet<string>): Edit =>
  (document) => {
    const stays = ({ id }: { id: string }) => !ids.has(id);
    return withLists(document, {
      nodes: filterKept(document.nodes, stays),
      groups: filterKept(document.groups, stays),
      notes: filterKept(document.notes, stays),
      edges: filterKept(document.edges, ({ from, to }) => !ids.has(from.node) && !ids.has(to.node)),
    });
  };

/** Changes fields of one node; an undefined field is taken out. */
export const updateNode =
  (id: string, change: Partial<Omit<NodeInstance, 'id'>>): Edit =>
  (document) =>
    withLists(document, {
      nodes: mapKept(document.nodes, (node) => (node.id === id ? withFields(node, change) : node)),
    });

/** Types a literal into a widget; undefined takes it out, so that the initial value holds again. */
export const setInput =
  (id: string, input: string, value: Literal | undefined): Edit =>
  (document) =>
    withLists(document, {
      nodes: mapKept(document.nodes, (node) =>
        node.id === id ? withFields(node, { inputs: withFields(node.inputs, { [input]: value }) }) : node,
      ),
    });

/** Wires an output to an input. An input holds one edge: a new one replaces the old. */
export const connect =
  (edge: Edge): Edit =>
  (document) =>
    document.edges.some((other) => sameEdge(other, edge))
      ? document
      : { ...document, edges: [...document.edges.filter((other) => !sameInput(other, edge)), edge] };

export const disconnect =
  (edge: Edge): Edit =>
  (document) =>
    withLists(document, { edges: filterKept(document.edges, (other) => !sameEdge(other, edge)) });

export const renameDocument =
  (name: string): Edit =>
  (document) =>
    name === document.name ? document : { ...document, name };

export const addGroup =
  (group: Group): Edit =>
  (document) => ({ ...document, groups: [...document.groups, group] });

export const addNote =
  (note: Note): Edit =>
  (document) => ({ ...document, notes: [...document.notes, note] });

export const updateNote =
  (id: string, change: Partial<Omit<Note, 'id'>>): Edit =>
  (document) =>
    withLists(document, {
      notes: mapKept(document.notes, (note) => (note.id === id ? withFields(note, change) : note)),
    });

/** Changes fields of one group; an undefined field is taken out. */
export const updateGroup =
  (id: string, change: Partial<Omit<Group, 'id'>>): Edit =>
  (document) =>
    withLists(document, {
      groups: mapKept(document.groups, (group) => (group.id === id ? withFields(group, change) : group)),
    });

/** A piece of a document, as the clipboard carries it. */
export interface Fragment {
  nodes: readonly NodeInstance[];
  edges: readonly Edge[];
  notes?: readonly Note[];
  groups?: readonly Group[];
}

/**
 * Adds a copied fragment under new ids, moved by `offset`. Edges inside the fragment follow their nodes; edges that
 * come in from outside are kept only when their source still exists and `keepIncoming` is set.
 */
export const pasteFragment =
  (fragment: Fragment, options: { offset: Position; keepIncoming?: boolean }): Edit =>
  (document) => {
    const taken = new Set([...document.nodes, ...document.groups, ...document.notes].map(({ id }) => id));
    const renamed = new Map<string, string>();
    const freshId = (id: string): string => {
      const fresh = uniqueId(id, taken);
      taken.add(fresh);
      return fresh;
    };
    const move = ({ x, y }: Position): Position => ({ x: x + options.offset.x, y: y + options.offset.y });
    const nodes = fragment.nodes.map((node) => {
      const id = freshId(node.id);
      renamed.set(node.id, id);
      return { ...node, id, position: move(node.position) };
    });
    const copy = <T extends { id: string; position: Position }>(item: T): T => ({
      ...item,
      id: freshId(item.id),
      position: move(item.position),
    });
    const notes = (fragment.notes ?? []).map(copy);
    const groups = (fragment.groups ?? []).map(copy);
    if (nodes.length + notes.length + groups.length === 0) return document;
    const existing = new Set(document.nodes.map(({ id }) => id));
    const edges = fragment.edges.flatMap((edge) => {
      const to = renamed.get(edge.to.node);
      const from =
        renamed.get(edge.from.node) ??
        (options.keepIncoming === true && existing.has(edge.from.node) ? edge.from.node : undefined);
      return to === undefined || from === undefined
        ? []
        : [{ ...edge, from: { ...edge.from, node: from }, to: { ...edge.to, node: to } }];
    });
    return {
      ...document,
      nodes: [...document.nodes, ...nodes],
      groups: [...document.groups, ...groups],
      notes: [...document.notes, ...notes],
      edges: [...document.edges, ...edges],
    };
  };

/** Applies edits from left to right, as one. */
export const inSequence =
  (...edits: readonly Edit[]): Edit =>
  (document) =>
    edits.reduce((current, edit) => edit(current), document);

export const sameEdge = (a: Edge, b: Edge): boolean =>
  sameInput(a, b) && a.from.node === b.from.node && a.from.output === b.from.output;

const sameInput = (a: Edge, b: Edge): boolean => a.to.node === b.to.node && a.to.input === b.to.input;

type Lists = Pick<WorkflowDocument, 'nodes' | 'edges' | 'groups' | 'notes'>;

/** The document with these lists, or itself when they are its own. */
function withLists(document: WorkflowDocument, lists: Partial<Lists>): WorkflowDocument {
  const { nodes, edges, groups, notes } = document;
  const next: Lists = { nodes, edges, groups, notes, ...lists };
  const same = next.nodes === nodes && next.edges === edges && next.groups === groups && next.notes === notes;
  return same ? document : { ...document, ...next };
}

/** Like `map`, answering with the same list when nothing changed. */
function mapKept<T>(items: T[], change: (item: T) => T): T[] {
  const next = items.map((item) => change(item));
  return next.some((item, index) => item !== items[index]) ? next : items;
}

/** Like `filter`, answering with the same list when everything stays. */
function filterKept<T>(items: T[], stays: (item: T) => boolean): T[] {
  const next = items.filter(stays);
  return next.length === items.length ? items : next;
}

/** Sets fields in their place, takes undefined ones out, and answers with the same object when that changes nothing. */
function withFields<T extends object>(value: T, change: Readonly<Record<string, unknown>>): T {
  const next = Object.fromEntries(
    Object.entries({ ...value, ...change }).filter(([, field]) => field !== undefined),
  ) as T;
  const before = new Map(Object.entries(value));
  const fields = Object.entries(next);
  const same = fields.length === before.size && fields.every(([key, field]) => before.get(key) === field);
  return same ? value : next;
}
