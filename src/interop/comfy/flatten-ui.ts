import type { NodeMode } from '#core/document/schema.ts';

import type { ReportBuilder } from '../report.ts';
import { fieldOf, isRecord, literalOf, textOf, type JsonRecord } from '../values.ts';
import type { FlatGraph, FlatGroup, FlatInput, FlatNode, FlatNote } from './flat-graph.ts';
import { createFollower, createFrame, type Frame } from './follow-link.ts';
import { promotedValues } from './promoted-values.ts';
import { isSecret } from './secret-widgets.ts';
import { readSubgraphs, readUiGraph, type UiSubgraph } from './ui-graph.ts';
import type { UiNode } from './ui-schema.ts';
import { hasNoExecution, isNote } from './virtual-nodes.ts';
import { controlName, readWidgetValues, type WidgetNames, type WidgetValues } from './widget-values.ts';

/** Nodes that subgraphs may unfold to; a small file can otherwise grow without bound. */
export const unfoldedLimit = 50_000;
const deepestSubgraph = 32;

export type Flattened = { ok: true; graph: FlatGraph } | { ok: false; message: string };

/** Reads a workflow of ComfyUI's editor: reroutes, primitives and subgraphs are resolved, mute and bypass kept. */
export function flattenUi(workflow: JsonRecord, names: WidgetNames, report: ReportBuilder): Flattened {
  const subgraphs = readSubgraphs(workflow);
  const root = createFrame({ graph: readUiGraph(workflow, report), prefix: '', shift: { x: 0, y: 0 } });
  const frames: Frame[] = [root];
  let unfolded = root.graph.nodes.size;
  // The list grows while it is walked.
  for (const frame of frames)
    for (const node of frame.graph.nodes.values()) {
      const definition = subgraphs.get(node.type);
      if (definition === undefined || modeOf(node) === 'bypass') continue;
      if (depthOf(frame) >= deepestSubgraph)
        return {
          ok: false,
          message: `Subgraphs are nested deeper than ${deepestSubgraph} levels, or hold themselves.`,
        };
      const inner = openSubgraph(frame, node, { definition, names, report });
      unfolded += inner.graph.nodes.size;
      if (unfolded > unfoldedLimit)
        return { ok: false, message: `The subgraphs unfold to more than ${unfoldedLimit} nodes.` };
      frame.inner.set(node.id, inner);
      frames.push(inner);
      report.add('subgraph-flattened', {
        node: `${frame.prefix}${node.id}`,
        detail: `"${definition.name.slice(0, 60)}"`,
      });
    }
  const nodes = new Map<string, FlatNode>();
  const groups: FlatGroup[] = [];
  const notes: FlatNote[] = [];
  const dissolved: JsonRecord[] = [];
  for (const frame of frames) {
    for (const group of frame.graph.groups)
      groups.push({ ...group, position: shifted(group.position, frame) });
    for (const node of frame.graph.nodes.values()) {
      if (frame.inner.has(node.id)) continue;
      const raw = frame.graph.raw.get(node.id) ?? {};
      if (isNote(node)) notes.push(readNote(node, raw, frame));
      else if (hasNoExecution(node)) dissolved.push(tellDissolved(node, raw, report));
      else nodes.set(`${frame.prefix}${node.id}`, readNode(node, raw, { frame, names, report }));
    }
  }
  // Native reroutes are points on links that are whole by themselves.
  for (const holder of [workflow, fieldOf(workflow, 'extra')]) {
    const points = fieldOf(holder, 'reroutes');
    if (Array.isArray(points)) for (const _point of points) report.add('reroute-dissolved', {});
  }
  const { nodes: _nodes, links: _links, groups: _groups, ...source } = workflow;
  const unreadable = frames.flatMap(({ graph }) => graph.unreadable);
  return { ok: true, graph: { nodes, groups, notes, dissolved, unreadable, source } };
}

function depthOf(frame: Frame): number {
  let depth = 0;
  for (let at: Frame | undefined = frame; at !== undefined; at = at.outer?.frame) depth += 1;
  return depth;
}

function openSubgraph(
  outer: Frame,
  node: UiNode,
  { definition, names, report }: { definition: UiSubgraph; names: WidgetNames; report: ReportBuilder },
): Frame {
  const graph = readUiGraph(definition.raw, report);
  let [left, top] = [Infinity, Infinity];
  for (const { pos } of graph.nodes.values())
    if (pos !== undefined) [left, top] = [Math.min(left, pos[0]), Math.min(top, pos[1])];
  const at = node.pos ?? [0, 0];
  const shift = Number.isFinite(left)
    ? { x: outer.shift.x + at[0] - left, y: outer.shift.y + at[1] - top }
    : outer.shift;
  const raw = outer.graph.raw.get(node.id) ?? {};
  const promoted = promotedValues({ node, raw, names, outer });
  return createFrame({
    graph,
    prefix: `${outer.prefix}${node.id}:`,
    shift,
    outer: { frame: outer, node, definition, promoted },
  });
}

const shifted = ({ x, y }: { x: number; y: number }, { shift }: Frame): { x: number; y: number } => ({
  x: x + shift.x,
  y: y + shift.y,
});

function modeOf({ mode }: UiNode): NodeMode | undefined {
  if (mode === 2) return 'mute';
  return mode === 4 ? 'bypass' : undefined;
}

/** A node inside a muted subgraph is muted too. */
function modeIn(node: UiNode, frame: Frame): NodeMode | undefined {
  for (let outer = frame.outer; outer !== undefined; outer = outer.frame.outer)
    if (modeOf(outer.node) === 'mute') return 'mute';
  return modeOf(node);
}

function tellDissolved(node: UiNode, raw: JsonRecord, report: ReportBuilder): JsonRecord {
  if (node.type === 'PrimitiveNode')
    report.add('primitive-copied', { detail: `"${(node.title ?? 'Primitive').slice(0, 60)}"` });
  else report.add('reroute-dissolved', {});
  return raw;
}

function readNote(node: UiNode, raw: JsonRecord, frame: Frame): FlatNote {
  const values = fieldOf(raw, 'widgets_values');
  const [first] = Array.isArray(values)
    ? (values as readonly unknown[])
    : isRecord(values)
      ? Object.values(values)
      : [];
  const [x, y] = node.pos ?? [0, 0];
  return {
    id: `${frame.prefix}${node.id}`,
    text: typeof first === 'string' ? first : '',
    position: shifted({ x, y }, frame),
    ...(node.size === undefined ? {} : { size: { width: node.size[0], height: node.size[1] } }),
    ...(node.flags?.pinned === true ? { pinned: true } : {}),
    ...(node.color === undefined ? {} : { color: node.color }),
    source: raw,
  };
}

function readNode(
  node: UiNode,
  raw: JsonRecord,
  { frame, names, report }: { frame: Frame; names: WidgetNames; report: ReportBuilder },
): FlatNode {
  const id = `${frame.prefix}${node.id}`;
  const read = readWidgetValues(node, raw, names);
  if (read.unnamed > 0) report.add('values-unnamed', { node: id, detail: node.type.slice(0, 80) });
  const { values, source } = withoutKeys(read, raw, () => report.add('key-removed', { node: id }));
  const inputs = new Map<string, FlatInput>();
  for (const [name, value] of values) {
    const overridden = frame.outer?.promoted.get(`${node.id} ${name}`);
    const literal = literalOf(overridden ?? value);
    if (literal !== undefined) inputs.set(name, { value: literal, widget: true });
  }
  const follow = createFollower(frame);
  for (const slot of node.inputs ?? []) {
    if (slot.link === undefined || slot.link === null || slot.name === '') continue;
    const end = follow(slot.link);
    const held = inputs.get(slot.name);
    if (end.type === 'output') inputs.set(slot.name, { ...held, link: end.from });
    else if (end.type === 'value') {
      const literal = literalOf(end.value);
      if (literal !== undefined) inputs.set(slot.name, { ...held, value: literal, widget: true });
    } else if (end.type === 'lost')
      report.add('link-dropped', {
        node: id,
        detail: `into "${slot.name.slice(0, 60)}" of ${id.slice(0, 60)}`,
      });
  }
  const mode = modeIn(node, frame);
  const control = textOf(frame.outer?.promoted.get(`${node.id} ${controlName}`));
  const [x, y] = node.pos ?? [0, 0];
  const slots = (list: UiNode['inputs']) => (list ?? []).map(({ name, type }) => ({ name, type }));
  return {
    id,
    type: node.type,
    ...(node.title === undefined ? {} : { title: node.title }),
    ...(mode === undefined ? {} : { mode }),
    inputs,
    sockets: slots(node.inputs),
    outputs: slots(node.outputs),
    afterRun:
      control === undefined
        ? read.afterRun
        : new Map([...read.afterRun.keys()].map((name) => [name, control])),
    position: shifted({ x, y }, frame),
    ...(node.size === undefined ? {} : { size: { width: node.size[0], height: node.size[1] } }),
    ...(node.flags?.collapsed === true ? { collapsed: true } : {}),
    ...(node.flags?.pinned === true ? { pinned: true } : {}),
    ...(node.color === undefined ? {} : { color: node.color }),
    source,
  };
}

/** API keys have no place in a workflow: they are left out of the values and out of what is kept of the file. */
function withoutKeys(
  read: WidgetValues,
  raw: JsonRecord,
  told: () => void,
): { values: ReadonlyMap<string, unknown>; source: JsonRecord } {
  const secret = [...read.values].filter(([name, value]) => isSecret(name, value));
  if (secret.length === 0) return { values: read.values, source: raw };
  const values = new Map(read.values);
  const blanked = new Set(secret.map(([, value]) => value));
  for (const [name] of secret) {
    values.set(name, '');
    told();
  }
  const blank = (list: unknown): unknown => {
    if (Array.isArray(list)) return list.map((value: unknown) => (blanked.has(value) ? '' : value));
    if (!isRecord(list)) return list;
    return Object.fromEntries(
      Object.entries(list).map(([key, value]) => [key, blanked.has(value) ? '' : value]),
    );
  };
  const source: Record<string, unknown> = { ...raw };
  for (const key of ['widgets_values', 'widgets_values_named'])
    if (Object.hasOwn(raw, key)) source[key] = blank(raw[key]);
  return { values, source };
}
