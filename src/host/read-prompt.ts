import { z } from 'zod';

import type { Edge, Literal, NodeInstance, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';

/** One node of a prompt; whatever else it holds is of no use here. */
const promptNodeSchema = z.object({
  class_type: z.string(),
  inputs: z.record(z.string(), z.json()).default({}),
  _meta: z.object({ title: z.string().optional() }).optional(),
});

/** Whether this is a prompt as ComfyUI's API takes it: every value names a class. */
export const isPrompt = (workflow: Readonly<Record<string, unknown>>): boolean => {
  const values = Object.values(workflow);
  return (
    values.length > 0 &&
    values.every((value) => typeof value === 'object' && value !== null && 'class_type' in value)
  );
};

/** Nodes side by side. */
const columns = 20;

const linkSchema = z.tuple([z.union([z.string(), z.int()]), z.int().nonnegative()]);
const wrappedSchema = z.strictObject({ __value__: z.json() });

/**
 * The document that a prompt of our own node types stands for; every node keeps its id. Literals are taken as ComfyUI
 * takes them: "3" is a number where one is wanted, and inputs that the class does not declare are left out.
 */
export function readPrompt(
  prompt: Readonly<Record<string, unknown>>,
  catalog: DescriptorCatalog,
): WorkflowDocument {
  const nodes: NodeInstance[] = [];
  const edges: Edge[] = [];
  const classes = new Map<string, string>();
  for (const [id, value] of Object.entries(prompt))
    classes.set(id, promptNodeSchema.safeParse(value).data?.class_type ?? '');
  let place = 0;
  for (const [id, value] of Object.entries(prompt)) {
    const node = promptNodeSchema.safeParse(value);
    const descriptor = node.success ? catalog.get(node.data.class_type) : undefined;
    const inputs: Record<string, Literal> = {};
    for (const [name, input] of Object.entries(node.data?.inputs ?? {})) {
      const port = descriptor?.inputs.find((each) => each.name === name);
      if (descriptor !== undefined && port === undefined) continue;
      const link = linkSchema.safeParse(input);
      if (link.success) {
        const [source, slot] = link.data;
        const from = {
          node: String(source),
          output: outputName(catalog.get(classes.get(String(source)) ?? ''), slot),
        };
        edges.push({ from, to: { node: id, input: name } });
        continue;
      }
      const wrapped = wrappedSchema.safeParse(input);
      const literal = wrapped.success ? wrapped.data.__value__ : input;
      inputs[name] = port === undefined ? literal : coerce(literal, port);
    }
    nodes.push({
      id,
      type: node.data?.class_type ?? 'unknown',
      position: { x: 320 * (place % columns), y: 480 * Math.floor(place / columns) },
      inputs,
      ...(node.data?._meta?.title === undefined ? {} : { title: node.data._meta.title }),
    });
    place += 1;
  }
  return { format: 'batchwork', version: 1, name: 'Prompt', nodes, edges, groups: [], notes: [] };
}

const outputName = (descriptor: NodeDescriptor | undefined, slot: number): string =>
  descriptor?.outputs[slot]?.name ?? `#${slot}`;

/** What Python's `int`, `float`, `str` and `bool` make of a literal; unchanged where they would fail. */
function coerce(value: Literal, { rule }: PortDescriptor): Literal {
  switch (rule.kind) {
    case 'integer':
    case 'number': {
      const number = typeof value === 'boolean' || isNumeric(value) ? Number(value) : undefined;
      if (number === undefined) return value;
      return rule.kind === 'integer' ? Math.trunc(number) : number;
    }
    case 'boolean':
      return typeof value === 'number' ? value !== 0 : value;
    case 'text':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    case 'choice':
    case 'pattern':
    case 'resolution':
    case 'image':
      return value;
  }
}

const isNumeric = (value: Literal): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
