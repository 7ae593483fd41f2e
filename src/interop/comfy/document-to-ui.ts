import type { Literal, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';

import { fieldOf, isRecord, type JsonRecord } from '../values.ts';
import { comfyRecordOf } from './comfy-record.ts';
import { classOf, slotsOf } from './document-to-flat.ts';
import { outputSlot } from './output-name.ts';
import { placeholderWidgets, type NodeWidgets } from './placeholder-widgets.ts';
import { uiFrames } from './ui-frames.ts';

type LinkTuple = [id: number, from: number, slot: number, to: number, slot: number, type: string];

interface BareSlot {
  readonly name: string;
  readonly type: string;
  readonly [key: string]: unknown;
}

interface OutSlot extends BareSlot {
  link?: number | null;
  links?: number[] | null;
}

/** A node under way, with the number that ComfyUI knows it by. */
interface OutNode {
  readonly node: NodeInstance;
  readonly number: number;
  readonly inputs: OutSlot[];
  readonly outputs: OutSlot[];
  readonly widgets: NodeWidgets;
}

export interface UiOptions {
  readonly catalog: DescriptorCatalog;
  /** Puts the whole document into `extra.batchwork`, so that an import gives it back as it was. */
  readonly carry?: boolean;
}

/**
 * A document as a workflow of ComfyUI's editor, version 0.4: links in a table that agrees with the slots, widget values
 * by position and by name, placeholders as they came.
 */
export function documentToUi(document: WorkflowDocument, { catalog, carry = false }: UiOptions): JsonRecord {
  const numbers = numberNodes(document);
  const nodes: OutNode[] = document.nodes.map((node, index) => ({
    node,
    number: numbers[index] ?? 0,
    inputs: slotObjects(node, catalog, 'inputs').map((slot) => ({ ...slot, link: null })),
    outputs: slotObjects(node, catalog, 'outputs').map((slot) => ({ ...slot, links: null })),
    widgets: widgetsOf(node, catalog),
  }));
  const byId = new Map<string, OutNode>();
  for (const node of nodes) if (!byId.has(node.node.id)) byId.set(node.node.id, node);
  const links = linkAll(document, byId);
  const highest = nodes.reduce((most, { number }) => Math.max(most, number), 0);
  const frames = uiFrames(document, highest + 1);
  const orders = orderOf(nodes, links);
  const kept = comfyRecordOf(document);
  const extra = fieldOf(kept, 'extra');
  return {
    revision: 0,
    last_node_id: highest + frames.notes.length,
    last_link_id: links.length,
    nodes: [...nodes.map((node) => nodeObject(node, orders.get(node.number) ?? 0, catalog)), ...frames.notes],
    links,
    groups: frames.groups,
    config: {},
    extra: {
      ...(isRecord(extra) ? withoutNumbers(extra) : {}),
      ds: { scale: 1, offset: [0, 0] },
      ...(carry ? { batchwork: { document } } : {}),
    },
    version: 0.4,
  };
}

/** What counts in the numbers of another file has no meaning in this one. */
function withoutNumbers(extra: JsonRecord): JsonRecord {
  const { reroutes: _reroutes, linkExtensions: _extensions, batchwork: _own, ds: _view, ...rest } = extra;
  return rest;
}

/** Ids that are numbers stay, the others get the next free ones. */
function numberNodes(document: WorkflowDocument): readonly number[] {
  const taken = new Set<number>();
  const kept = document.nodes.map(({ id }) => {
    const number = /^[1-9]\d{0,8}$/.test(id) ? Number(id) : undefined;
    if (number === undefined || taken.has(number)) return undefined;
    taken.add(number);
    return number;
  });
  let next = 1;
  return kept.map((number) => {
    if (number !== undefined) return number;
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  });
}

function slotObjects(
  node: NodeInstance,
  catalog: DescriptorCatalog,
  side: 'inputs' | 'outputs',
): readonly BareSlot[] {
  const slots = slotsOf(node, catalog, side);
  const descriptor = catalog.get(node.type);
  const raw = fieldOf(comfyRecordOf(node), side);
  return slots.map((slot, index) => {
    const port = descriptor?.[side][index];
    if (port !== undefined && side === 'inputs')
      return {
        ...slot,
        ...(port.optional ? { shape: 7 } : {}),
        ...(port.widget === undefined ? {} : { widget: { name: port.name } }),
      };
    const before: unknown =
      descriptor === undefined && Array.isArray(raw) ? (raw as unknown[])[index] : undefined;
    return { ...(isRecord(before) ? before : {}), ...slot };
  });
}

/** Gives every edge that has two ends a row in the table, and both slots their number. */
function linkAll(document: WorkflowDocument, byId: ReadonlyMap<string, OutNode>): LinkTuple[] {
  const links: LinkTuple[] = [];
  const slots = new Map<OutNode, Map<string, number>>();
  const slotIn = (node: OutNode, name: string): number => {
    let known = slots.get(node);
    if (known === undefined)
      slots.set(node, (known = new Map(node.inputs.map((slot, index) => [slot.name, index]))));
    const slot = known.get(name) ?? node.inputs.push({ name, type: '*', link: null }) - 1;
    known.set(name, slot);
    return slot;
  };
  for (const { from, to } of document.edges) {
    const source = byId.get(from.node);
    const target = byId.get(to.node);
    if (source === undefined || target === undefined) continue;
    const toSlot = slotIn(target, to.input);
    const input = target.inputs[toSlot];
    if (input === undefined || typeof input.link === 'number') continue;
    const fromSlot = slotOut(source, from.output);
    const output = source.outputs[fromSlot];
    if (output === undefined) continue;
    const id = links.length + 1;
    const type = output.type === '*' ? input.type : output.type;
    links.push([id, source.number, fromSlot, target.number, toSlot, type]);
    input.link = id;
    output.links = [...(output.links ?? []), id];
  }
  return links;
}

/** The slot of an output; one that nobody declared is added, with those before it. */
function slotOut({ outputs }: OutNode, name: string): number {
  const slot = outputSlot(outputs, name);
  if (slot === undefined || slot > 255) return outputs.push({ name, type: '*', links: null }) - 1;
  while (outputs.length <= slot) outputs.push({ name: String(outputs.length), type: '*', links: null });
  return slot;
}

function widgetsOf(node: NodeInstance, catalog: DescriptorCatalog): NodeWidgets {
  const descriptor = catalog.get(node.type);
  if (descriptor === undefined) return placeholderWidgets(node);
  const named = descriptor.inputs
    .filter(({ widget }) => widget !== undefined)
    .map(({ name, initial }): [string, Literal] => [name, node.inputs[name] ?? initial ?? null]);
  return { values: named.map(([, value]) => value), named: Object.fromEntries(named) };
}

const modes = { mute: 2, bypass: 4 } as const;
const usualSize = [300, 120] as const;

function nodeObject(
  { node, number, inputs, outputs, widgets }: OutNode,
  order: number,
  catalog: DescriptorCatalog,
): JsonRecord {
  const kept = catalog.has(node.type) ? undefined : comfyRecordOf(node);
  const { inputs: _in, outputs: _out, type: _type, ...source } = kept ?? {};
  const type = classOf(node, catalog);
  const flags = isRecord(source['flags']) ? source['flags'] : {};
  const properties = isRecord(source['properties']) ? source['properties'] : {};
  const { collapsed: _collapsed, pinned: _pinned, ...otherFlags } = flags;
  return {
    ...source,
    id: number,
    type,
    pos: [node.position.x, node.position.y],
    size: node.size === undefined ? [...usualSize] : [node.size.width, node.size.height],
    flags: {
      ...otherFlags,
      ...(node.collapsed === true ? { collapsed: true } : {}),
      ...(node.pinned === true ? { pinned: true } : {}),
    },
    order,
    mode: node.mode === undefined ? 0 : modes[node.mode],
    inputs,
    outputs: outputs.map((slot, index) => ({ ...slot, slot_index: index })),
    ...(node.title === undefined ? {} : { title: node.title }),
    ...(node.color === undefined ? {} : { color: node.color }),
    properties: { 'Node name for S&R': type, ...properties, batchwork: { id: node.id } },
    widgets_values: widgets.values,
    ...(widgets.named === undefined ? {} : { widgets_values_named: widgets.named }),
  };
}

/** Execution order by number: sources first. Nodes on a circle come last, in the order of the file. */
function orderOf(nodes: readonly OutNode[], links: readonly LinkTuple[]): ReadonlyMap<number, number> {
  const waiting = new Map(nodes.map(({ number }) => [number, 0]));
  const targets = new Map<number, number[]>();
  for (const [, from, , to] of links) {
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
    const list = targets.get(from);
    if (list === undefined) targets.set(from, [to]);
    else list.push(to);
  }
  const sorted = nodes.flatMap(({ number }) => (waiting.get(number) === 0 ? [number] : []));
  for (const number of sorted)
    for (const to of targets.get(number) ?? []) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) sorted.push(to);
    }
  const placed = new Set(sorted);
  return new Map(
    [...sorted, ...nodes.flatMap(({ number }) => (placed.has(number) ? [] : [number]))].map(
      (number, index) => [number, index],
    ),
  );
}
