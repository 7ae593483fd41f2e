import type { Literal, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { PortRule } from '#core/node/port-rule.ts';

/** A prompt without what its classes do not declare: ComfyUI passes that over. Other workflows come back as they are. */
export function withoutUndeclared(
  prompt: Readonly<Record<string, unknown>>,
  catalog: DescriptorCatalog,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => {
      if (typeof node !== 'object' || node === null || !('class_type' in node) || !('inputs' in node))
        return [id, node];
      const descriptor = typeof node.class_type === 'string' ? catalog.get(node.class_type) : undefined;
      if (descriptor === undefined || typeof node.inputs !== 'object' || node.inputs === null)
        return [id, node];
      const declared = new Set(descriptor.inputs.map(({ name }) => name));
      const inputs = Object.fromEntries(Object.entries(node.inputs).filter(([name]) => declared.has(name)));
      return [id, { ...node, inputs }];
    }),
  );
}

/** Literals as Python's `int`, `float`, `str` and `bool` make them for ComfyUI; unchanged where those would fail. */
export const coerceLiterals = (document: WorkflowDocument, catalog: DescriptorCatalog): WorkflowDocument => ({
  ...document,
  nodes: document.nodes.map((node) => {
    const rules = new Map(catalog.get(node.type)?.inputs.map(({ name, rule }) => [name, rule]));
    const inputs = Object.entries(node.inputs).map(([name, value]): [string, Literal] => {
      const rule = rules.get(name);
      return [name, rule === undefined ? value : coerce(value, rule)];
    });
    return { ...node, inputs: Object.fromEntries(inputs) };
  }),
});

function coerce(value: Literal, rule: PortRule): Literal {
  switch (rule.kind) {
    case 'integer':
      return isNumeric(value) ? Math.trunc(Number(value)) : value;
    case 'number':
      return isNumeric(value) ? Number(value) : value;
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
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));
