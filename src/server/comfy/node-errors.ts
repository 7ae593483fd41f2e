import { z } from 'zod';

import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { Diagnostic, diagnosticCodes } from '#core/run/diagnostic.ts';

import { ComfyError, type NodeErrors, type NodeProblem } from './comfy-error.ts';
import type { ClassInfo } from './object-info/class-info.ts';

type Code = (typeof diagnosticCodes)[number];

/** ComfyUI's name of what is wrong; the rest is `custom_validation_failed`. */
const typeOf: Partial<Record<Code, string>> = {
  'missing-input': 'required_input_missing',
  'type-mismatch': 'return_type_mismatch',
  'invalid-value': 'invalid_input_type',
  'unknown-node': 'bad_linked_input',
  'unknown-output': 'bad_linked_input',
  cycle: 'dependency_cycle',
};

export interface PromptClass {
  readonly id: string;
  readonly type: string | undefined;
  readonly title: string | undefined;
}

/** Nodes of a prompt with their classes. */
export const promptClasses = (prompt: Readonly<Record<string, unknown>>): PromptClass[] =>
  Object.entries(prompt).map(([id, node]) => {
    const type = field(node, 'class_type');
    const title = field(field(node, '_meta'), 'title');
    return {
      id,
      type: typeof type === 'string' ? type : undefined,
      title: typeof title === 'string' ? title : undefined,
    };
  });

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

/**
 * Links that lead to no node of the prompt, or to an output that its class does not have. Only what the outputs need is
 * looked at, as in ComfyUI.
 */
export function danglingLinks(
  prompt: Readonly<Record<string, unknown>>,
  known: ReadonlyMap<string, ClassInfo>,
  outputs: readonly string[],
): NodeErrors {
  const types = new Map(promptClasses(prompt).map(({ id, type }) => [id, type ?? '']));
  const nodes: Record<string, NodeErrors[string]> = {};
  const needed = new Set(outputs);
  // The set grows while it is walked.
  for (const id of needed)
    for (const [name, value] of Object.entries(Object(field(prompt[id], 'inputs')))) {
      const link = linkSchema.safeParse(value);
      if (!link.success) continue;
      const [source, slot] = link.data;
      const type = types.get(id) ?? '';
      if (types.has(String(source))) needed.add(String(source));
      if (slot < (known.get(types.get(String(source)) ?? '')?.output.length ?? 0)) continue;
      const entry = (nodes[id] ??= { class_type: type, dependent_outputs: [], errors: [] });
      entry.errors.push({
        type: 'bad_linked_input',
        message: types.has(String(source))
          ? `Node ${source} has no output ${slot}.`
          : `There is no node ${source} in the prompt.`,
        details: name,
        extra_info: { input_name: name, received_value: value },
      });
    }
  return nodes;
}

const linkSchema = z.tuple([z.union([z.string(), z.int()]), z.int()]);

/** Errors at the nodes of a prompt, in ComfyUI's shape. */
export function describeNodeErrors(
  prompt: Readonly<Record<string, unknown>>,
  { errors, catalog }: { errors: readonly Diagnostic[]; catalog: DescriptorCatalog },
): NodeErrors {
  const nodes: Record<string, NodeErrors[string]> = {};
  for (const error of errors) {
    if (error.severity !== 'error' || error.node === undefined) continue;
    const type = field(prompt[error.node], 'class_type');
    const classType = typeof type === 'string' ? type : '';
    const entry = (nodes[error.node] ??= { class_type: classType, dependent_outputs: [], errors: [] });
    entry.errors.push(problemOf(error, { classType, catalog, value: valueAt(prompt, error) }));
  }
  return nodes;
}

const valueAt = (prompt: Readonly<Record<string, unknown>>, { node = '', port = '' }: Diagnostic): unknown =>
  field(field(prompt[node], 'inputs'), port);

function problemOf(
  { code, message, port }: Diagnostic,
  place: { classType: string; catalog: DescriptorCatalog; value: unknown },
): NodeProblem {
  const rule = place.catalog.get(place.classType)?.inputs.find(({ name }) => name === port)?.rule;
  const extra = port === undefined ? {} : { input_name: port, received_value: place.value ?? null };
  const problem = { message, details: port ?? '', extra_info: extra };
  if (code === 'out-of-range' && (rule?.kind === 'integer' || rule?.kind === 'number')) {
    const small = Number(place.value) < (rule.min ?? -Infinity);
    return { ...problem, type: small ? 'value_smaller_than_min' : 'value_bigger_than_max' };
  }
  if (code === 'invalid-value' && rule?.kind === 'choice') return { ...problem, type: 'value_not_in_list' };
  return { ...problem, type: typeOf[code] ?? 'custom_validation_failed' };
}

/** The answer to a prompt of which nothing can run. */
export function refusalOf(errors: readonly Diagnostic[], nodeErrors: NodeErrors): ComfyError {
  const first = errors.find(({ severity }) => severity === 'error');
  const message = first?.message ?? 'The prompt is not valid.';
  if (first?.code === 'cycle')
    return new ComfyError(400, { type: 'dependency_cycle', message, details: first.node ?? '' }, nodeErrors);
  return new ComfyError(
    400,
    {
      type: 'prompt_outputs_failed_validation',
      message: 'Prompt outputs failed validation',
      details: message,
    },
    nodeErrors,
  );
}
