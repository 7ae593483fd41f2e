import { fieldOf, isRecord, textOf, type JsonRecord } from '../values.ts';
import type { Signature, Signatures, WidgetSpec } from './signature.ts';
import { knownSignatures } from './signature.ts';
import type { UiNode } from './ui-schema.ts';

/** The values of a node's widgets by name, as far as their names are known. */
export interface WidgetValues {
  readonly values: ReadonlyMap<string, unknown>;
  readonly afterRun: ReadonlyMap<string, string>;
  /** Positions in `widgets_values` by widget name; empty where the file names them. */
  readonly positions: ReadonlyMap<string, number>;
  /** Values that no name is known for. */
  readonly unnamed: number;
}

export interface WidgetNames {
  /** From `/object_info` of the server that the file comes from. */
  readonly definitions?: Signatures;
  /** The prompt that stands beside the workflow in an image: its inputs are the widgets by name, in their order. */
  readonly companion?: JsonRecord;
}

const controlWords = new Set(['fixed', 'increment', 'decrement', 'randomize', 'increment-wrap']);
/** Name of the control that steps a seed after each run. */
export const controlName = 'control_after_generate';

/** Reads the widget values of one node. Values by name win over values by position. */
export function readWidgetValues(node: UiNode, raw: JsonRecord, names: WidgetNames): WidgetValues {
  const named = fieldOf(raw, 'widgets_values_named');
  if (isRecord(named)) return readNamed(named);
  const values = fieldOf(raw, 'widgets_values');
  if (isRecord(values)) return readNamed(values);
  if (!Array.isArray(values)) return nothing;
  const list: readonly unknown[] = values;
  let best: { read: WidgetValues; complete: boolean } | undefined;
  for (const signature of candidates(node, raw, names)) {
    const read = assign(signature.widgets, list);
    const complete =
      read.unnamed === 0 && (!signature.whole || read.values.size === signature.widgets.length);
    if (complete) return read;
    if (best === undefined && !signature.whole) best = { read, complete };
  }
  return best?.read ?? { ...nothing, unnamed: list.filter((value) => value !== null).length };
}

const nothing: WidgetValues = { values: new Map(), afterRun: new Map(), positions: new Map(), unnamed: 0 };

function readNamed(named: JsonRecord): WidgetValues {
  const values = new Map(Object.entries(named));
  const control = textOf(values.get(controlName));
  values.delete(controlName);
  // A film strip that a node keeps for its own display; no prompt carries it.
  values.delete('videopreview');
  const stepped = [...values.keys()].find((name) => /(^|_)seed$/.test(name));
  const afterRun = new Map(control === undefined || stepped === undefined ? [] : [[stepped, control]]);
  return { values, afterRun, positions: new Map(), unnamed: 0 };
}

/** What may name the values, best first. A `whole` one must be used up by the values. */
function candidates(
  node: UiNode,
  raw: JsonRecord,
  { definitions, companion }: WidgetNames,
): readonly { widgets: Signature; whole: boolean }[] {
  const plain = (list: readonly string[]): Signature => list.map((name) => ({ name, stepped: false }));
  const found: { widgets: Signature; whole: boolean }[] = [];
  const dynamic = fieldOf(fieldOf(raw, '_wavespeed_dynamic_state'), 'parameters');
  if (Array.isArray(dynamic)) {
    const parameters = dynamic.flatMap((parameter) => textOf(fieldOf(parameter, 'name')) ?? []);
    found.push({ widgets: plain(['category', 'model_id', ...parameters]), whole: false });
  }
  const slots = (node.inputs ?? []).flatMap(({ widget }) => widget?.name ?? []);
  const prompted = companionNames(node, companion, new Set(slots));
  if (prompted !== undefined) found.push({ widgets: plain(prompted), whole: true });
  const defined = definitions?.get(node.type);
  if (defined !== undefined) found.push({ widgets: defined, whole: false });
  if (slots.length > 0) found.push({ widgets: plain(slots), whole: true });
  const known = knownSignatures.get(node.type);
  if (known !== undefined) found.push({ widgets: known, whole: false });
  return found;
}

/** Inputs of the same node in the prompt that are literals, or links into what was a widget. */
function companionNames(
  node: UiNode,
  companion: JsonRecord | undefined,
  slots: ReadonlySet<string>,
): readonly string[] | undefined {
  const entry = fieldOf(companion, node.id);
  const inputs = fieldOf(entry, 'inputs');
  if (fieldOf(entry, 'class_type') !== node.type || !isRecord(inputs)) return undefined;
  return Object.entries(inputs).flatMap(([name, value]) =>
    Array.isArray(value) && !slots.has(name) ? [] : [name],
  );
}

/** Lays a signature along the values: over the control behind a seed, and over holes that no widget fills. */
function assign(signature: Signature, list: readonly unknown[]): WidgetValues {
  const values = new Map<string, unknown>();
  const afterRun = new Map<string, string>();
  const positions = new Map<string, number>();
  const waiting: WidgetSpec[] = signature.toReversed();
  let at = 0;
  while (waiting.length > 0 && at < list.length) {
    const spare = list.length - at - waiting.length;
    if (list[at] === null && spare > 0 && signature.length > 0) {
      at += 1;
      continue;
    }
    const widget = waiting.pop();
    if (widget === undefined) break;
    const value = list[at];
    values.set(widget.name, value);
    positions.set(widget.name, at);
    at += 1;
    for (const branch of (widget.branches?.get(String(value)) ?? []).toReversed()) waiting.push(branch);
    const control = list[at];
    const surplus = list.length - at > waiting.length;
    if (
      typeof control === 'string' &&
      controlWords.has(control) &&
      (widget.stepped || (surplus && typeof value === 'number'))
    ) {
      afterRun.set(widget.name, control === 'increment-wrap' ? 'increment' : control);
      at += 1;
    } else if (widget.stepped && surplus && typeof control === 'boolean') {
      // The first versions had a switch there.
      afterRun.set(widget.name, control ? 'randomize' : 'fixed');
      at += 1;
    }
  }
  // A button that opens a file dialog leaves its own name behind the values.
  const rest = list.slice(at).filter((value) => value !== null && value !== 'image');
  return { values, afterRun, positions, unnamed: rest.length };
}
