import { z } from 'zod';

import type { Fragment } from '#core/document/edits.ts';
import { edgeSchema, nodeInstanceSchema, noteSchema, type WorkflowDocument } from '#core/document/schema.ts';

/** What the clipboard carries, as JSON text, between tabs too. */
const clipboardSchema = z.strictObject({
  format: z.literal('batchwork-fragment'),
  nodes: z.array(nodeInstanceSchema),
  edges: z.array(edgeSchema),
  notes: z.array(noteSchema),
});

/** Copies the named nodes and notes with every edge into them; undefined when there are none. */
export function takeFragment(
  document: WorkflowDocument,
  ids: ReadonlySet<string>,
): (Fragment & { notes: NonNullable<Fragment['notes']> }) | undefined {
  const nodes = document.nodes.filter(({ id }) => ids.has(id));
  const notes = document.notes.filter(({ id }) => ids.has(id));
  const edges = document.edges.filter(({ to }) => ids.has(to.node));
  return nodes.length + notes.length === 0 ? undefined : { nodes, edges, notes };
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
