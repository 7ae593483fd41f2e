import { fieldOf, isRecord, textOf, type JsonRecord } from '../values.ts';
import type { Frame } from './follow-link.ts';
import type { UiNode } from './ui-schema.ts';
import { readWidgetValues, type WidgetNames } from './widget-values.ts';

/** A widget of an instance: of its own input, which the file writes as node -1, or of a node inside. */
interface Proxy {
  readonly node: string;
  readonly widget: string;
  /** Of several widgets of one name further inside, the node whose widget is meant. */
  readonly source: string | undefined;
}

const ownInput = '-1';

/**
 * Values that the instance of a subgraph gives to widgets inside, by name of its input, or by `node widget`. A hole in
 * the list leaves the value inside as it is. What promotes them further out has the last word.
 */
export function promotedValues(instance: {
  readonly node: UiNode;
  readonly raw: JsonRecord;
  readonly names: WidgetNames;
  readonly outer: Frame;
}): ReadonlyMap<string, unknown> {
  const { node, raw, names, outer } = instance;
  const values = new Map<string, unknown>();
  const proxies = readProxies(raw);
  const list = fieldOf(raw, 'widgets_values');
  const inOrder =
    Array.isArray(list) && list.length === proxies.length && !isRecord(fieldOf(raw, 'widgets_values_named'));
  const read: Iterable<[string, unknown]> = inOrder
    ? proxies.map((proxy, index): [string, unknown] => [keyOf(proxy), list[index]])
    : readWidgetValues(node, raw, names).values;
  for (const [key, value] of read) if (value !== null) values.set(key, value);
  const promotedHere = outer.outer?.promoted ?? new Map<string, unknown>();
  for (const [key, value] of promotedHere) {
    if (!key.startsWith(`${node.id} `)) continue;
    const widget = key.slice(node.id.length + 1);
    const proxy = proxies.find((each) => isCalled(each, widget));
    values.set(proxy === undefined ? widget : keyOf(proxy), value);
  }
  return values;
}

const keyOf = ({ node, widget, source }: Proxy): string => {
  if (node === ownInput) return widget;
  return source === undefined ? `${node} ${widget}` : `${node} ${source}: ${widget}`;
};

const isCalled = ({ node, widget }: Proxy, name: string): boolean =>
  name === widget || name === `${node}: ${widget}`;

function readProxies(raw: JsonRecord): readonly Proxy[] {
  const list = fieldOf(fieldOf(raw, 'properties'), 'proxyWidgets');
  if (!Array.isArray(list)) return [];
  return list.map((proxy: unknown) => {
    const [node, widget, source] = Array.isArray(proxy) ? (proxy as readonly unknown[]) : [];
    return {
      node: nameOf(node) ?? '',
      widget: nameOf(widget) ?? '',
      source: nameOf(source),
    };
  });
}

const nameOf = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : textOf(value);
