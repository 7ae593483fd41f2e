import type { z } from 'zod';

import type { ReportBuilder } from '../report.ts';
import { fieldOf, isRecord, type JsonRecord } from '../values.ts';
import type { FlatGroup } from './flat-graph.ts';
import {
  uiGroupSchema,
  uiLinkSchema,
  uiNodeSchema,
  uiSubgraphSchema,
  type UiLink,
  type UiNode,
} from './ui-schema.ts';

export type UiSubgraph = z.infer<typeof uiSubgraphSchema> & { readonly raw: JsonRecord };

/** One level of a ComfyUI workflow, repaired: what an input names as its link is believed over the table of links. */
export interface UiGraph {
  readonly nodes: ReadonlyMap<string, UiNode>;
  /** Raw JSON of each node. */
  readonly raw: ReadonlyMap<string, JsonRecord>;
  readonly links: ReadonlyMap<string, UiLink>;
  readonly groups: readonly FlatGroup[];
  readonly unreadable: readonly unknown[];
}

/** Whether a JSON value looks like what ComfyUI's editor saves. */
export const isUiWorkflow = (value: unknown): value is JsonRecord =>
  isRecord(value) && Array.isArray(fieldOf(value, 'nodes'));

const listOf = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
};

/** Reads one level. Elements that cannot be read are kept aside and told. */
export function readUiGraph(value: JsonRecord, report: ReportBuilder): UiGraph {
  const unreadable: unknown[] = [];
  const setAside = (element: unknown, what: string): void => {
    unreadable.push(element);
    report.add('unreadable-kept', { detail: what });
  };
  const nodes = new Map<string, UiNode>();
  const raw = new Map<string, JsonRecord>();
  const copies = new Map<string, number>();
  for (const element of listOf(fieldOf(value, 'nodes'))) {
    const parsed = uiNodeSchema.safeParse(element);
    if (!parsed.success || !isRecord(element)) {
      setAside(element, 'a node');
      continue;
    }
    let id = parsed.data.id;
    for (let copy = (copies.get(id) ?? 1) + 1; nodes.has(id); copy += 1) {
      id = `${parsed.data.id}-${copy}`;
      copies.set(parsed.data.id, copy);
    }
    if (id !== parsed.data.id) report.add('id-changed', { node: id, detail: `${parsed.data.id} → ${id}` });
    nodes.set(id, id === parsed.data.id ? parsed.data : { ...parsed.data, id });
    raw.set(id, element);
  }
  const links = new Map<string, UiLink>();
  for (const element of listOf(fieldOf(value, 'links'))) {
    if (element === null) continue;
    const parsed = uiLinkSchema.safeParse(element);
    if (!parsed.success) setAside(element, 'a link');
    else if (!links.has(parsed.data.id)) links.set(parsed.data.id, parsed.data);
  }
  addUnlistedLinks(nodes, links, report);
  const groups: FlatGroup[] = [];
  for (const element of listOf(fieldOf(value, 'groups'))) {
    const parsed = uiGroupSchema.safeParse(element);
    if (!parsed.success || !isRecord(element)) {
      setAside(element, 'a group');
      continue;
    }
    const [x, y, width, height] = parsed.data.bounding;
    const { color, title, flags } = parsed.data;
    groups.push({
      title,
      position: { x, y },
      size: { width, height },
      ...(flags?.pinned === true ? { pinned: true } : {}),
      ...(color === undefined ? {} : { color }),
      source: element,
    });
  }
  return { nodes, raw, links, groups, unreadable };
}

/** Links that only the nodes know: an output lists the number, an input names it, the table does not. */
function addUnlistedLinks(
  nodes: ReadonlyMap<string, UiNode>,
  links: Map<string, UiLink>,
  report: ReportBuilder,
): void {
  const missing = new Map<string, { target: string; targetSlot: number }>();
  for (const { id, inputs } of nodes.values())
    for (const [slot, { link }] of (inputs ?? []).entries()) {
      if (link === undefined || link === null) continue;
      const listed = links.get(link);
      if (listed === undefined) missing.set(link, { target: id, targetSlot: slot });
      else if (listed.target !== id || listed.targetSlot !== slot) report.add('links-repaired', { node: id });
    }
  if (missing.size === 0) return;
  for (const { id, outputs } of nodes.values())
    for (const [slot, output] of (outputs ?? []).entries())
      for (const link of output.links ?? []) {
        const end = missing.get(link);
        if (end === undefined || links.has(link)) continue;
        links.set(link, { id: link, origin: id, originSlot: slot, ...end });
        report.add('links-repaired', { node: end.target });
      }
}

/** Subgraph definitions by id, those inside of others included. */
export function readSubgraphs(value: JsonRecord): ReadonlyMap<string, UiSubgraph> {
  const found = new Map<string, UiSubgraph>();
  const stack: unknown[] = [value];
  for (let current = stack.pop(); current !== undefined; current = stack.pop())
    for (const element of listOf(fieldOf(fieldOf(current, 'definitions'), 'subgraphs'))) {
      const parsed = uiSubgraphSchema.safeParse(element);
      if (!parsed.success || !isRecord(element) || found.has(parsed.data.id)) continue;
      found.set(parsed.data.id, { ...parsed.data, raw: element });
      stack.push(element);
    }
  return found;
}
