import { emptyDocument } from '#core/document/empty.ts';
import type { Edge, Literal, NodeInstance, Position, WorkflowDocument } from '#core/document/schema.ts';
import { uniqueId } from '#core/document/unique-id.ts';

import type { ReportBuilder } from '../report.ts';
import { arrange } from './arrange.ts';
import { bypassInput } from './bypass.ts';
import type { MappedNode, WireSource } from './class-map/class-map.ts';
import { comfyKey } from './comfy-record.ts';
import { fitName, fitPosition, fitSize } from './fit.ts';
import type { FlatGraph, FlatNode, SlotRef } from './flat-graph.ts';
import { freePlace, type Box } from './free-place.ts';
import { looksOf, nodeRecord, recordOf } from './kept-of-node.ts';
import { mapNodes, type MapOptions, type Mapping } from './map-nodes.ts';
import { outputName } from './output-name.ts';

export interface FlatToDocumentOptions extends MapOptions {
  readonly name: string;
  /** Leaves every class as it is, for conversions from one ComfyUI format to another. */
  readonly keepClasses?: boolean | undefined;
}

/** One import under way. */
interface Work extends FlatToDocumentOptions {
  readonly graph: FlatGraph;
  readonly mapping: Mapping;
  readonly report: ReportBuilder;
  /** Document ids by the file's. */
  readonly ids: Map<string, string>;
  readonly taken: Set<string>;
  /** What takes up room already. */
  readonly boxes: Box[];
}

const nothingMapped: Mapping = { mapped: new Map(), absorbed: new Set(), refused: new Map() };

/** Makes a document of a ComfyUI workflow; `idMap` tells which node of the file became which node of the document. */
export function flatToDocument(
  graph: FlatGraph,
  options: FlatToDocumentOptions,
  report: ReportBuilder,
): { document: WorkflowDocument; idMap: ReadonlyMap<string, string> } {
  const mapping = options.keepClasses === true ? nothingMapped : mapNodes(graph, options);
  const work: Work = { ...options, graph, mapping, report, ids: new Map(), taken: new Set(), boxes: [] };
  const staying = [...graph.nodes.values()].filter(({ id }) => !mapping.absorbed.has(id));
  for (const { id } of staying) work.ids.set(id, takeId(work, id));
  for (const id of mapping.absorbed) absorb(work, id);
  const positions = staying.some(({ position }) => position === undefined) ? arrangeAll(staying) : undefined;
  for (const { id, position, size } of [...staying, ...graph.notes]) {
    const at = position ?? positions?.get(id);
    if (at !== undefined) work.boxes.push({ position: at, size });
  }
  const nodes: NodeInstance[] = [];
  const edges: Edge[] = [];
  for (const node of staying) {
    const position = fitPosition(node.position ?? positions?.get(node.id) ?? { x: 0, y: 0 });
    const mapped = mapping.mapped.get(node.id);
    if (mapped === undefined) addPlaceholder(work, node, { position, nodes, edges });
    else addMapped(work, node, { mapped, position, nodes, edges });
  }
  const dissolved = [
    ...graph.dissolved,
    ...[...mapping.absorbed].flatMap((id) => graph.nodes.get(id)?.source ?? []),
  ];
  const kept = recordOf({
    ...graph.source,
    ...(dissolved.length === 0 ? {} : { dissolved }),
    ...(graph.unreadable.length === 0 ? {} : { unreadable: graph.unreadable }),
  });
  return {
    document: {
      ...emptyDocument(fitName(options.name, 1024)),
      nodes,
      edges,
      groups: graph.groups.map((group, index) => ({
        id: takeId(work, `group-${index + 1}`),
        title: fitName(group.title, 1024),
        position: fitPosition(group.position),
        size: fitSize(group.size) ?? { width: 240, height: 160 },
        ...(group.pinned === true ? { pinned: true } : {}),
        ...(group.color === undefined ? {} : { color: fitName(group.color, 64) }),
        [comfyKey]: recordOf(group.source),
      })),
      notes: graph.notes.map((note) => {
        const size = fitSize(note.size);
        return {
          id: takeId(work, note.id),
          text: note.text,
          position: fitPosition(note.position),
          ...(size === undefined ? {} : { size }),
          ...(note.pinned === true ? { pinned: true } : {}),
          ...(note.color === undefined ? {} : { color: fitName(note.color, 64) }),
          [comfyKey]: recordOf(note.source),
        };
      }),
      ...(Object.keys(kept).length === 0 ? {} : { [comfyKey]: kept }),
    },
    idMap: work.ids,
  };
}

function takeId({ taken, report }: Work, wanted: string): string {
  const fitting = wanted === '' ? 'node' : fitName(wanted, 240);
  const id = uniqueId(fitting, taken);
  if (id !== wanted)
    report.add('id-changed', { node: wanted, detail: `${wanted.slice(0, 40)} → ${id.slice(0, 40)}` });
  taken.add(id);
  return id;
}

/** An absorbed node answers to the id of the node that took it over. */
function absorb({ mapping, ids }: Work, id: string): void {
  for (const [by, { absorbs }] of mapping.mapped)
    if (absorbs?.includes(id) === true) {
      const taken = ids.get(by);
      if (taken !== undefined) ids.set(id, taken);
      return;
    }
}

const arrangeAll = (nodes: readonly FlatNode[]): ReadonlyMap<string, Position> =>
  arrange(
    nodes.map(({ id }) => id),
    nodes.flatMap(({ id, inputs }) =>
      [...inputs.values()].flatMap(({ link }) => (link === undefined ? [] : [{ from: link.node, to: id }])),
    ),
  );

interface Target {
  readonly position: Position;
  readonly nodes: NodeInstance[];
  readonly edges: Edge[];
}

function addPlaceholder(work: Work, node: FlatNode, { position, nodes, edges }: Target): void {
  const { catalog, report, ids, mapping } = work;
  const id = ids.get(node.id) ?? node.id;
  const reason = mapping.refused.get(node.id);
  report.add('placeholder', {
    node: node.id,
    detail: fitName(node.type, 80) + (reason === undefined ? '' : ` (${reason})`),
  });
  const inputs: [string, Literal][] = [];
  for (const [name, { value, link }] of node.inputs) {
    if (name === '' || name.length > 256) {
      report.add('values-unnamed', { node: node.id, detail: fitName(node.type, 80) });
      continue;
    }
    if (value !== undefined) inputs.push([name, value]);
    if (link !== undefined) addEdge(work, { node: id, input: name }, { from: link, edges });
  }
  const passes = node.mode === 'bypass' ? passesOf(node) : [];
  nodes.push({
    id,
    type: fitName(catalog.has(node.type) ? `ComfyUI ${node.type}` : node.type, 256),
    ...looksOf(node, position),
    inputs: Object.fromEntries(inputs),
    ...(passes.length === 0 ? {} : { passes: Object.fromEntries(passes) }),
    [comfyKey]: nodeRecord(
      node,
      [...node.inputs.values()].some(({ link }) => isLost(work, link)),
    ),
  });
}

/** Which input each output passes on, under the key `passes`, for the engine, which does not know the ports of a placeholder. */
const passesOf = (node: FlatNode): [string, string][] =>
  node.outputs.flatMap((_, slot): [string, string][] => {
    const input = bypassInput(node, slot);
    return input === undefined || input.length > 256 ? [] : [[outputName(node.outputs, slot), input]];
  });

function addMapped(
  work: Work,
  node: FlatNode,
  { mapped, position, nodes, edges }: Target & { mapped: MappedNode },
): void {
  const { report, ids, catalog } = work;
  const id = ids.get(node.id) ?? node.id;
  const beside = new Map(
    (mapped.beside ?? []).map(({ key }) => [key, takeId(work, `${fitName(id, 200)}-${key}`)]),
  );
  if (node.type !== mapped.type)
    report.add('mapped', { node: node.id, detail: `${node.type} → ${mapped.type}` });
  for (const detail of mapped.changes ?? []) report.add('value-changed', { node: node.id, detail });
  for (const detail of mapped.missingImages ?? []) report.add('image-to-pick', { node: node.id, detail });
  for (const each of mapped.beside ?? []) {
    const besideId = beside.get(each.key) ?? each.key;
    nodes.push({
      id: besideId,
      type: each.type,
      position: besidePlace(work, position),
      inputs: { ...each.inputs },
    });
    for (const { input, from } of each.wires)
      addWire(work, { node: besideId, input }, { from, mapped, beside, edges });
  }
  for (const { input, from } of mapped.wires)
    addWire(work, { node: id, input }, { from, mapped, beside, edges });
  const descriptor = catalog.get(mapped.type);
  // A size made for other widgets fits ours badly; only our own nodes keep theirs.
  const { size, ...looks } = looksOf(node, position);
  nodes.push({
    id,
    type: mapped.type,
    ...looks,
    ...(size === undefined || node.type !== mapped.type ? {} : { size }),
    inputs: Object.fromEntries(
      Object.entries(mapped.inputs).filter(
        ([name]) => descriptor?.inputs.some((port) => port.name === name) ?? true,
      ),
    ),
    ...(node.type === mapped.type ? {} : { [comfyKey]: nodeRecord(node, true) }),
  });
}

/** Left of the node that it serves, where nothing else stands. */
function besidePlace({ boxes }: Work, position: Position): Position {
  const place = fitPosition(freePlace({ x: position.x - 340, y: position.y }, boxes));
  boxes.push({ position: place });
  return place;
}

function addWire(
  work: Work,
  to: Edge['to'],
  wire: {
    from: WireSource;
    mapped: MappedNode;
    beside: ReadonlyMap<string, string>;
    edges: Edge[];
  },
): void {
  const { from, mapped, beside, edges } = wire;
  if ('node' in from) {
    addEdge(work, to, { from, edges });
    return;
  }
  const node = beside.get(from.beside);
  const output = mapped.beside?.find(({ key }) => key === from.beside)?.output;
  if (node !== undefined && output !== undefined) edges.push({ from: { node, output }, to });
}

/** A link to a node that is not in the file; its end is then kept in the record. */
const isLost = ({ graph }: Work, link: SlotRef | undefined): boolean =>
  link !== undefined && !graph.nodes.has(link.node);

function addEdge(work: Work, to: Edge['to'], { from, edges }: { from: SlotRef; edges: Edge[] }): void {
  const { graph, mapping, report, ids } = work;
  const source = graph.nodes.get(from.node);
  const node = ids.get(from.node);
  const output =
    source === undefined
      ? undefined
      : mapping.mapped.has(from.node)
        ? mapping.mapped.get(from.node)?.outputs[from.slot]
        : outputName(source.outputs, from.slot);
  if (node === undefined || output === undefined) {
    report.add('link-dropped', {
      node: to.node,
      detail: `into "${to.input.slice(0, 60)}" of ${to.node.slice(0, 60)}`,
    });
    return;
  }
  edges.push({ from: { node, output }, to });
}
