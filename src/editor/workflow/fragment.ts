import { z } from 'zod';

import type { Fragment } from '#core/document/edits.ts';
import {
  edgeSchema,
  groupSchema,
  nodeInstanceSchema,
  noteSchema,
  type WorkflowDocument,
} from '#core/document/schema.ts';

import { groupMembers } from './group-members.ts';

/** What the clipboard carries, as JSON text, between tabs too. */
const clipboardSchema = z.strictObject({
  format: z.literal('batchwork-fragment'),
  nodes: z.array(nodeInstanceSchema),
  edges: z.array(edgeSchema),
  notes: z.array(noteSchema),
  groups: z.array(groupSchema).default([]),
});

/** Copies the named items, groups with all that lies in them, and every edge into them; undefined when there are none. */
export function takeFragment(
  document: WorkflowDocument,
  ids: ReadonlySet<string>,
): Required<Fragment> | undefined {
  const groups = document.groups.filter(({ id }) => ids.has(id));
  const wanted = new Set([...ids, ...groups.flatMap(({ id }) => groupMembers(document, id))]);
  const nodes = document.nodes.filter(({ id }) => wanted.has(id));
  const notes = document.notes.filter(({ id }) => wanted.has(id));
  const edges = document.edges.filter(({ to }) => wanted.has(to.node));
  return nodes.length + notes.length + groups.length === 0 ? undefined : { nodes, edges, notes, groups };
}

export const fragmentToText = (fragment: Fragment): string =>
  JSON.stringify({ format: 'batchwork-fragment', notes: [], ...fragment }, undefined, 2);

/** Reads a copied fragment; undefined when the text is something else. */
export function fragmentFromText(text: string): Fragment | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = clipboardSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
