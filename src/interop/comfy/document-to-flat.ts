import type { NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';

import { fieldOf, textOf } from '../values.ts';
import { comfyRecordOf } from './comfy-record.ts';
import type { FlatGraph, FlatInput, FlatNode, Slot } from './flat-graph.ts';
import { outputSlot } from './output-name.ts';
import { comfyTypes } from './port-types.ts';

/** The ComfyUI class of a node: our type, or what a placeholder was in the file that it came from. */
export const classOf = (node: NodeInstance, catalog: DescriptorCatalog): string =>
  catalog.has(node.type) ? node.type : (textOf(fieldOf(comfyRecordOf(node), 'type')) ?? node.type);

/** A document as a graph in ComfyUI's terms. Of two nodes with one id the first counts, as in `validate`. */
export function documentToFlat(document: WorkflowDocument, catalog: DescriptorCatalog): FlatGraph {
  const nodes = new Map<string, FlatNode>();
  const inputs = new Map<string, Map<string, FlatInput>>();
  for (const node of document.nodes) {
    if (nodes.has(node.id)) continue;
    const own = new Map(
      Object.entries(node.inputs).map(([name, value]): [string, FlatInput] => [name, { value }]),
    );
    inputs.set(node.id, own);
    nodes.set(node.id, {
      id: node.id,
      type: classOf(node, catalog),
      ...(node.title === undefined ? {} : { title: node.title }),
      ...(node.mode === undefined ? {} : { mode: node.mode }),
      inputs: own,
      sockets: slotsOf(node, catalog, 'inputs'),
      outputs: slotsOf(node, catalog, 'outputs'),
      afterRun: new Map(),
      source: {},
    });
  }
  for (const { from, to } of document.edges) {
    const source = nodes.get(from.node);
    const target = inputs.get(to.node);
    const slot = source === undefined ? undefined : outputSlot(source.outputs, from.output);
    const held = target?.get(to.input);
    if (target === undefined || slot === undefined || held?.link !== undefined) continue;
    target.set(to.input, { ...held, link: { node: from.node, slot } });
  }
  return { nodes, groups: [], notes: [], dissolved: [], unreadable: [], source: {} };
}

/** Declared slots: of our nodes the ports, of placeholders what the file declared. */
export function slotsOf(
  node: NodeInstance,
  catalog: DescriptorCatalog,
  side: 'inputs' | 'outputs',
): readonly Slot[] {
  const descriptor = catalog.get(node.type);
  if (descriptor !== undefined)
    return descriptor[side].map(({ name, portType }: PortDescriptor) => ({
      name,
      type: comfyTypes[portType],
    }));
  const slots = fieldOf(comfyRecordOf(node), side);
  if (!Array.isArray(slots)) return [];
  return slots.map((slot: unknown) => ({
    name: textOf(fieldOf(slot, 'name')) ?? '',
    type: textOf(fieldOf(slot, 'type')) ?? '*',
  }));
}
