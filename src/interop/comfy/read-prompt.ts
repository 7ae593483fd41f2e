import type { ReportBuilder } from '../report.ts';
import { fieldOf, isRecord, literalOf, numberOf, type JsonRecord } from '../values.ts';
import type { FlatGraph, FlatInput, FlatNode } from './flat-graph.ts';
import { promptNodeSchema } from './prompt-schema.ts';
import { isSecret } from './secret-widgets.ts';

/** Whether a JSON value looks like an API prompt: an object of nodes that name their class, remarks among them allowed. */
export function isPrompt(value: unknown): value is JsonRecord {
  if (!isRecord(value)) return false;
  const nodes = Object.values(value);
  const named = nodes.filter((node) => typeof fieldOf(node, 'class_type') === 'string');
  return named.length > 0 && named.length * 2 >= nodes.length;
}

/** Reads an API prompt. What is no node is kept aside and told. */
export function readPrompt(prompt: JsonRecord, report: ReportBuilder): FlatGraph {
  const nodes = new Map<string, FlatNode>();
  const unreadable: unknown[] = [];
  for (const [id, entry] of Object.entries(prompt)) {
    const parsed = promptNodeSchema.safeParse(entry);
    if (!parsed.success || id === '') {
      unreadable.push({ [id]: entry });
      report.add('unreadable-kept', { detail: `"${id.slice(0, 60)}"` });
      continue;
    }
    const { class_type: type, inputs, _meta: meta } = parsed.data;
    const secrets = Object.keys(inputs).filter((name) => isSecret(name, inputs[name]));
    for (const name of secrets) {
      inputs[name] = '';
      report.add('key-removed', { node: id });
    }
    const source = { ...(isRecord(entry) ? entry : {}), inputs };
    nodes.set(id, {
      id,
      type,
      ...(meta?.title === undefined ? {} : { title: meta.title }),
      inputs: new Map(Object.entries(inputs).map(([name, value]) => [name, readInput(value)])),
      sockets: [],
      outputs: [],
      afterRun: new Map(),
      source,
    });
  }
  return { nodes, groups: [], notes: [], dissolved: [], unreadable, source: {} };
}

function readInput(value: unknown): FlatInput {
  if (Array.isArray(value) && value.length === 2) {
    const [node, slot] = value as [unknown, unknown];
    const number = numberOf(slot);
    if ((typeof node === 'string' || typeof node === 'number') && number !== undefined && number >= 0)
      return { link: { node: String(node), slot: Math.trunc(number) } };
  }
  // Literal lists travel wrapped, because a list of two always is a link.
  const literal = literalOf(
    isRecord(value) && Object.hasOwn(value, '__value__') ? value['__value__'] : value,
  );
  return literal === undefined ? {} : { value: literal };
}
