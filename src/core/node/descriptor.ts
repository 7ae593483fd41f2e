import { z } from 'zod';

import { literalSchema } from '../document/schema.ts';
import type { NodeDefinition } from './define-node.ts';
import { portRuleSchema } from './port-rule.ts';
import { portTypeSchema } from './port-type.ts';
import type { Port } from './port.ts';
import { widgetSchema } from './widget.ts';

export const portDescriptorSchema = z.object({
  name: z.string(),
  portType: portTypeSchema,
  cardinality: z.enum(['one', 'many']),
  optional: z.boolean(),
  rule: portRuleSchema,
  widget: widgetSchema.optional(),
  initial: literalSchema.optional(),
  label: z.string(),
  help: z.string().optional(),
  advanced: z.boolean().optional(),
});

/** The JSON half of a node definition: all that the editor and `validate` need, and no code. */
export const nodeDescriptorSchema = z.object({
  type: z.string(),
  version: z.int().positive(),
  title: z.string(),
  description: z.string(),
  category: z.string(),
  aliases: z.array(z.string()),
  effect: z.enum(['pure', 'paid', 'save']),
  /** In the order of the definition; ComfyUI's slot numbers follow it. */
  inputs: z.array(portDescriptorSchema),
  outputs: z.array(portDescriptorSchema),
});

export type PortDescriptor = z.infer<typeof portDescriptorSchema>;
export type NodeDescriptor = z.infer<typeof nodeDescriptorSchema>;

/** `filename_prefix` reads as "Filename prefix" where the author gave no label. */
const labelOf = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const describePort = ([name, port]: [string, Port]): PortDescriptor => {
  const { portType, cardinality, optional, rule, widget, initial, label, help, advanced } = port;
  return {
    name,
    portType,
    cardinality,
    optional,
    rule,
    label: label ?? labelOf(name),
    ...(widget === undefined ? {} : { widget }),
    ...(initial === undefined
      ? {}
      : { initial: Array.isArray(initial) ? [...initial] : (initial as PortDescriptor['initial']) }),
    ...(help === undefined ? {} : { help }),
    ...(advanced === undefined ? {} : { advanced }),
  };
};

/** The descriptor of a definition. */
export function describe(definition: NodeDefinition): NodeDescriptor {
  const { type, version, title, description, category, aliases, effect } = definition;
  return {
    type,
    version,
    title,
    description,
    category,
    aliases: [...aliases],
    effect,
    inputs: Object.entries(definition.inputs).map(describePort),
    outputs: Object.entries(definition.outputs).map(describePort),
  };
}
