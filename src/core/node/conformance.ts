import { z } from 'zod';

import { kebabCase } from '../document/unique-id.ts';
import type { NodeDefinition } from './define-node.ts';
import { describe, nodeDescriptorSchema } from './descriptor.ts';
import { schemaOfRule } from './port-rule.ts';
import type { Port } from './port.ts';

const functionSchema = z.custom<(...args: never[]) => unknown>(
  (value) => typeof value === 'function',
  'a function was expected',
);

const definitionSchema = z.looseObject({
  type: z.string().regex(/^[A-Z][A-Za-z0-9]*$/, 'a PascalCase name was expected'),
  version: z.int().positive(),
  title: z.string().min(1),
  description: z.string(),
  category: z.string().min(1),
  aliases: z.array(z.string()),
  effect: z.enum(['pure', 'paid', 'save']),
  inputs: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.looseObject({ rule: z.looseObject({}) })),
  outputs: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), z.looseObject({ rule: z.looseObject({}) })),
  execute: functionSchema,
  check: functionSchema.optional(),
  estimate: functionSchema.optional(),
});

export type Conformance =
  | { ok: true; definition: NodeDefinition }
  | { ok: false; problems: readonly string[] };

/**
 * Checks what a node file exports by default. `fileName` without its folder; it has to be the type in kebab-case.
 * Never throws: every finding is a sentence.
 */
export function checkConformance(exported: unknown, fileName: string): Conformance {
  if (typeof exported !== 'object' || exported === null)
    return { ok: false, problems: ['It has no default export made with defineNode().'] };
  const parsed = definitionSchema.safeParse(exported);
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}.`),
    };
  const definition = exported as NodeDefinition;
  const problems: string[] = [];
  const wanted = `${kebabCase(definition.type)}.ts`;
  if (fileName !== wanted) problems.push(`The file of ${definition.type} has to be named ${wanted}.`);
  if (definition.effect === 'paid' && definition.estimate === undefined)
    problems.push('A paid node has to declare estimate().');
  if (definition.effect !== 'paid' && definition.estimate !== undefined)
    problems.push('Only a paid node declares estimate().');
  const described = nodeDescriptorSchema.safeParse(describe(definition));
  if (!described.success)
    problems.push(
      ...described.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}.`),
    );
  else
    for (const [name, port] of Object.entries(definition.inputs))
      if (!initialFits(port)) problems.push(`The initial value of input "${name}" breaks its own rule.`);
  return problems.length === 0 ? { ok: true, definition } : { ok: false, problems };
}

function initialFits({ initial, cardinality, rule }: Port): boolean {
  if (initial === undefined) return true;
  const schema = cardinality === 'many' ? z.array(schemaOfRule(rule)) : schemaOfRule(rule);
  return schema.safeParse(initial).success;
}
