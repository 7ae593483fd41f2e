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
    const move = <T extends { id: string; position: Position }>(items: T[]): T[] =>
      items.some(({ id }) => positions.has(id))
        ? items.map((item) => ({ ...item, position: positions.get(item.id) ?? item.position }))
        : items;
    const [nodes, groups, notes] = [move(document.nodes), move(document.groups), move(document.notes)];
    return nodes === document.nodes && groups === document.groups && notes === document.notes
      ? document
      : { ...document, nodes, groups, notes };
  };

/** Removes nodes, groups and notes by id, with every edge that touches a removed node. */
export const removeItems =
  (ids: ReadonlySet<string>): Edit =>
  (document) => {
    const stays = ({ id }: { id: string }) => !ids.has(id);
    return {
      ...document,
      nodes: document.nodes.filter(stays),
      groups: document.groups.filter(stays),
      notes: document.notes.filter(stays),
      edges: document.edges.filter((edge) => !ids.has(edge.from.node) && !ids.has(edge.to.node)),
    };
  };

/** Changes fields of one node; an undefined field is taken out. */
export const updateNode =
  (id: string, change: Partial<Omit<NodeInstance, 'id'>>): Edit =>
  (document) => ({
    ...document,
    nodes: document.nodes.map((node) => (node.id === id ? withoutUndefined({ ...node, ...change }) : node)),
  });

/** Types a literal into a widget; undefined takes it out, so that the initial value holds again. */
export const setInput =
  (id: string, input: string, value: Literal | undefined): Edit =>
  (document) => ({
    ...document,
    nodes: document.nodes.map((node) =>
      node.id === id ? { ...node, inputs: withInput(node.inputs, input, value) } : node,
    ),
  });

/** Wires an output to an input. An input holds one edge: a new one replaces the old. */
export const connect =
  (edge: Edge): Edit =>
  (document) => ({
    ...document,
    edges: [...document.edges.filter((other) => !sameInput(other, edge)), edge],
  });

export const disconnect =
  (edge: Edge): Edit =>
  (document) => ({ ...document, edges: document.edges.filter((other) => !sameEdge(other, edge)) });

export const renameDocument =
  (name: string): Edit =>
  (document) => ({ ...document, name });

export const addGroup =
  (group: Group): Edit =>
  (document) => ({ ...document, groups: [...document.groups, group] });

export const addNote =
  (note: Note): Edit =>
  (document) => ({ ...document, notes: [...document.notes, note] });

export const updateNote =
  (id: string, change: Partial<Omit<Note, 'id'>>): Edit =>
  (document) => ({
    ...document,
    notes: document.notes.map((note) => (note.id === id ? { ...note, ...change } : note)),
  });

/** A piece of a document, as the clipboard carries it. */
export interface Fragment {
  nodes: readonly NodeInstance[];
  edges: readonly Edge[];
  notes?: readonly Note[];
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
    const rename = (id: string): string => {
      const fresh = uniqueId(id, taken);
      taken.add(fresh);
      renamed.set(id, fresh);
      return fresh;
    };
    const move = ({ x, y }: Position): Position => ({ x: x + options.offset.x, y: y + options.offset.y });
    const nodes = fragment.nodes.map((node) => ({
      ...node,
      id: rename(node.id),
      position: move(node.position),
    }));
    const notes = (fragment.notes ?? []).map((note) => ({
      ...note,
      id: rename(note.id),
      position: move(note.position),
    }));
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

const withInput = (
  inputs: NodeInstance['inputs'],
  name: string,
  value: Literal | undefined,
): NodeInstance['inputs'] =>
  Object.fromEntries([
    ...Object.entries(inputs).filter(([key]) => key !== name),
    ...(value === undefined ? [] : [[name, value] as const]),
  ]);

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
