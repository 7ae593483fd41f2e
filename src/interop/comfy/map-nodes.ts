import type { Literal } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';
import type { AssetRef } from '#core/run/asset.ts';

import { numberOf } from '../values.ts';
import type { MapView, MappedNode, Wire } from './class-map/class-map.ts';
import { classMaps } from './class-map/class-maps.ts';
import { seedOf } from './class-map/seedream.ts';
import { numberNodes, textNodes } from './class-map/value-nodes.ts';
import type { FlatGraph, FlatNode, SlotRef } from './flat-graph.ts';

/** What each node of the file becomes; a node in neither list stays a placeholder. */
export interface Mapping {
  readonly mapped: ReadonlyMap<string, MappedNode>;
  /** Nodes whose work another one took over. */
  readonly absorbed: ReadonlySet<string>;
  /** Reasons of nodes that have a counterpart and still stay placeholders. */
  readonly refused: ReadonlyMap<string, string>;
}

export interface MapOptions {
  readonly catalog: DescriptorCatalog;
  readonly images: ReadonlyMap<string, AssetRef>;
}

interface Use {
  readonly node: string;
  readonly input: string;
  readonly slot: number;
}

/** Decides for every node of a ComfyUI workflow whether one of ours does its work. */
export function mapNodes(graph: FlatGraph, { catalog, images }: MapOptions): Mapping {
  const uses = usesOf(graph);
  const mapped = new Map<string, MappedNode>();
  const refused = new Map<string, string>();
  for (const node of graph.nodes.values()) {
    const view: MapView = {
      node,
      graph,
      images,
      constant: (name, of = node) => readConstant(graph, of, name),
    };
    const own = asOwn(node, catalog.get(node.type));
    const map = own === undefined ? classMaps.get(node.type) : undefined;
    const result = own ?? map?.(view);
    if (result === undefined) continue;
    if ('refused' in result) {
      refused.set(node.id, result.refused);
      continue;
    }
    const unknownSlot = (uses.get(node.id) ?? []).some(({ slot }) => result.outputs[slot] === undefined);
    if (!catalog.has(result.type)) continue;
    if (unknownSlot) refused.set(node.id, 'one of its outputs has no counterpart');
    else mapped.set(node.id, result);
  }
  mapNumbers({ graph, catalog, mapped, uses });
  return { mapped, absorbed: findAbsorbed(mapped, uses), refused };
}

function usesOf(graph: FlatGraph): ReadonlyMap<string, readonly Use[]> {
  const uses = new Map<string, Use[]>();
  for (const node of graph.nodes.values())
    for (const [input, { link }] of node.inputs) {
      if (link === undefined) continue;
      const use = { node: node.id, input, slot: link.slot };
      const list = uses.get(link.node);
      if (list === undefined) uses.set(link.node, [use]);
      else list.push(use);
    }
  return uses;
}

/** The value of an input, or of the text or number node that feeds it. */
function readConstant(graph: FlatGraph, node: FlatNode, name: string): Literal | undefined {
  const input = node.inputs.get(name);
  if (input?.link === undefined) return input?.value;
  const source = graph.nodes.get(input.link.node);
  const widget = numberNodes.get(source?.type ?? '') ?? textNodes.get(source?.type ?? '');
  const held = widget === undefined ? undefined : source?.inputs.get(widget);
  return held?.link === undefined ? held?.value : undefined;
}

/** A node of our own type, if it really is one and not a namesake from some pack. */
function asOwn(node: FlatNode, descriptor: NodeDescriptor | undefined): MappedNode | undefined {
  if (descriptor === undefined) return undefined;
  const names = new Set(descriptor.inputs.map(({ name }) => name));
  if ([...node.inputs.keys()].some((name) => !names.has(name))) return undefined;
  const inputs: Record<string, Literal> = {};
  const wires: Wire[] = [];
  for (const [name, { value, link }] of node.inputs) {
    // Null is what an export writes for a widget that holds nothing.
    if (value !== undefined && value !== null) inputs[name] = value;
    if (link !== undefined) wires.push({ input: name, from: link });
  }
  return { type: node.type, inputs, wires, outputs: descriptor.outputs.map(({ name }) => name) };
}

/**
 * Number nodes have no one counterpart: one that feeds seeds alone is a Seed, one that feeds counts alone a Count.
 * For any other use its number goes into the mapped nodes that it feeds, and it stays for the others.
 */
function mapNumbers(work: {
  graph: FlatGraph;
  catalog: DescriptorCatalog;
  mapped: Map<string, MappedNode>;
  uses: ReadonlyMap<string, readonly Use[]>;
}): void {
  const { graph, catalog, mapped, uses } = work;
  const portTypes = new Map<string, Set<string>>();
  for (const node of mapped.values())
    for (const { input, from } of node.wires)
      if ('node' in from) {
        const type = catalog.get(node.type)?.inputs.find(({ name }) => name === input)?.portType ?? 'other';
        const types = portTypes.get(from.node) ?? new Set();
        portTypes.set(from.node, types.add(type));
      }
  for (const node of graph.nodes.values()) {
    const widget = numberNodes.get(node.type);
    const held = widget === undefined ? undefined : node.inputs.get(widget);
    const number = numberOf(held?.value);
    if (widget === undefined || held?.link !== undefined || number === undefined) continue;
    const types = portTypes.get(node.id);
    const consumers = uses.get(node.id) ?? [];
    const allMapped = consumers.every((use) => mapped.has(use.node) && use.slot === 0);
    const [only] = types ?? [];
    if (allMapped && types?.size === 1 && (only === 'seed' || only === 'integer')) {
      mapped.set(node.id, only === 'seed' ? seedNode(node, widget, number) : countNode(number));
      continue;
    }
    if (types === undefined) continue;
    for (const use of consumers) inline(mapped, use.node, { node: node.id, slot: use.slot }, number);
  }
}

function seedNode(node: FlatNode, widget: string, number: number): MappedNode {
  const random = number < 0;
  const { inputs, changes } = seedOf({ ...node, afterRun: new Map() }, widget);
  return {
    type: 'Seed',
    inputs: {
      seed: inputs['seed'] ?? 0,
      after_run: random ? 'randomize' : (node.afterRun.get(widget) ?? 'fixed'),
    },
    wires: [],
    outputs: ['seed'],
    changes,
  };
}

const countNode = (number: number): MappedNode => ({
  type: 'Count',
  inputs: { count: number },
  wires: [],
  outputs: ['count'],
});

function inline(mapped: Map<string, MappedNode>, id: string, source: SlotRef, number: number): void {
  const node = mapped.get(id);
  if (node === undefined) return;
  const here = node.wires.filter(({ from }) => 'node' in from && from.node === source.node);
  if (here.length === 0) return;
  mapped.set(id, {
    ...node,
    inputs: { ...node.inputs, ...Object.fromEntries(here.map(({ input }) => [input, number])) },
    wires: node.wires.filter((wire) => !here.includes(wire)),
    changes: [
      ...(node.changes ?? []),
      `Node ${source.node} gave its number ${number} to node ${id} as a value.`,
    ],
  });
}

/** Absorbed nodes leave only when nothing that stays needs them. */
function findAbsorbed(
  mapped: ReadonlyMap<string, MappedNode>,
  uses: ReadonlyMap<string, readonly Use[]>,
): ReadonlySet<string> {
  const absorbed = new Set([...mapped.values()].flatMap(({ absorbs }) => absorbs ?? []));
  for (const id of absorbed) if (mapped.has(id)) absorbed.delete(id);
  for (let changed = true; changed;) {
    changed = false;
    for (const id of absorbed) {
      const needed = (uses.get(id) ?? []).some(
        (use) => !absorbed.has(use.node) && !takesOver(mapped.get(use.node)),
      );
      if (needed) changed = absorbed.delete(id) || changed;
    }
  }
  return absorbed;
}

const takesOver = (node: MappedNode | undefined): boolean => (node?.absorbs?.length ?? 0) > 0;
