import type { Position } from '#core/document/schema.ts';

import { fieldOf, type JsonRecord } from '../values.ts';
import type { SlotRef } from './flat-graph.ts';
import type { UiGraph, UiSubgraph } from './ui-graph.ts';
import type { UiNode } from './ui-schema.ts';
import { isGetter, isPrimitive, isReroute, isSetter } from './virtual-nodes.ts';

/** One level of an unfolded workflow: the root, or one instance of a subgraph. */
export interface Frame {
  readonly graph: UiGraph;
  /** Before the ids of its nodes: empty, or the path of instances such as `5:2:`. */
  readonly prefix: string;
  /** Added to its positions. */
  readonly shift: Position;
  /** Unfolded instances by node id. */
  readonly inner: Map<string, Frame>;
  /** Setters by the name under which they pass things on. */
  readonly setters: ReadonlyMap<unknown, UiNode>;
  /** Ends of the links that were followed before, so that long chains are walked once. */
  readonly ends: Map<string, LinkEnd>;
  readonly outer?: {
    readonly frame: Frame;
    readonly node: UiNode;
    readonly definition: UiSubgraph;
    readonly promoted: ReadonlyMap<string, unknown>;
  };
}

/** Where a link really starts, once everything that only passes things on is left out. */
export type LinkEnd =
  | { readonly type: 'output'; readonly from: SlotRef }
  | { readonly type: 'value'; readonly value: unknown }
  /** Nothing feeds it; that is how the file has it. */
  | { readonly type: 'nothing' }
  /** The file names a link or a node that is not there. */
  | { readonly type: 'lost' };

/** A level that nothing has been followed in yet. */
export function createFrame(frame: Omit<Frame, 'inner' | 'setters' | 'ends'>): Frame {
  const setters = new Map<unknown, UiNode>();
  for (const node of frame.graph.nodes.values()) {
    const name = isSetter(node) ? firstValue(frame.graph.raw.get(node.id)) : undefined;
    if (isSetter(node) && !setters.has(name)) setters.set(name, node);
  }
  return { ...frame, inner: new Map(), setters, ends: new Map() };
}

const nothing: LinkEnd = { type: 'nothing' };
const lost: LinkEnd = { type: 'lost' };

/** Ids that stand for the border of a subgraph where its definition names none. */
const inputBorder = '-10';
const outputBorder = '-20';

type Step = { readonly frame: Frame; readonly link: string } | LinkEnd;

/** Follows links of one level to their real start. Walks in a loop; a circle ends as a lost link. */
export const createFollower =
  (start: Frame) =>
  (linkId: string): LinkEnd => {
    let at: Step = { frame: start, link: linkId };
    const passed: Exclude<Step, LinkEnd>[] = [];
    while (!('type' in at)) {
      const { frame, link }: Exclude<Step, LinkEnd> = at;
      const known = frame.ends.get(link);
      if (known === undefined) {
        passed.push(at);
        // Who comes back here has walked in a circle.
        frame.ends.set(link, lost);
      }
      at = known ?? step(frame, link);
    }
    for (const { frame, link } of passed) frame.ends.set(link, at);
    return at;
  };

function step(frame: Frame, linkId: string): Step {
  const link = frame.graph.links.get(linkId);
  if (link === undefined) return lost;
  const border = frame.outer?.definition.inputNode?.id ?? inputBorder;
  if (frame.outer !== undefined && link.origin === border) return leave(frame, link.originSlot);
  const node = frame.graph.nodes.get(link.origin);
  if (node === undefined) return lost;
  const inner = frame.inner.get(node.id);
  if (inner !== undefined) return enter(inner, link.originSlot);
  if (isReroute(node)) return through(frame, node);
  if (isGetter(node)) {
    const name = firstValue(frame.graph.raw.get(node.id));
    const setter = frame.setters.get(name);
    return setter === undefined ? lost : through(frame, setter);
  }
  if (isPrimitive(node)) {
    const value = firstValue(frame.graph.raw.get(node.id));
    return value === undefined ? nothing : { type: 'value', value };
  }
  return { type: 'output', from: { node: `${frame.prefix}${node.id}`, slot: Math.max(0, link.originSlot) } };
}

const through = (frame: Frame, node: UiNode): Step => {
  const link = node.inputs?.[0]?.link;
  return link === undefined || link === null ? nothing : { frame, link };
};

/** Out of a subgraph: to what feeds the instance, else to the value that the instance holds for it. */
function leave(frame: Frame, slot: number): Step {
  const { outer } = frame;
  if (outer === undefined) return lost;
  const name = outer.definition.inputs[slot]?.name;
  const inputs = outer.node.inputs ?? [];
  const input = inputs.find((each) => each.name === name) ?? inputs[slot];
  if (input?.link !== undefined && input.link !== null) return { frame: outer.frame, link: input.link };
  const value = outer.promoted.get(name ?? '') ?? outer.promoted.get(input?.widget?.name ?? '');
  return value === undefined ? nothing : { type: 'value', value };
}

/** Into a subgraph: to the link that ends at this output of its border. */
function enter(frame: Frame, slot: number): Step {
  const definition = frame.outer?.definition;
  const border = definition?.outputNode?.id ?? outputBorder;
  const listed = definition?.outputs[slot]?.linkIds ?? [];
  const found =
    listed.find((id) => frame.graph.links.has(id)) ??
    [...frame.graph.links.values()].find((link) => link.target === border && link.targetSlot === slot)?.id;
  return found === undefined ? nothing : { frame, link: found };
}

function firstValue(raw: JsonRecord | undefined): unknown {
  const values = fieldOf(raw, 'widgets_values');
  return Array.isArray(values) ? (values as readonly unknown[])[0] : undefined;
}
