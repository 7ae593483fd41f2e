import type { WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { NodeDescriptor, PortDescriptor } from '#core/node/descriptor.ts';
import { accepts } from '#core/node/port-type.ts';

import { findNode, reachable } from './document-index.ts';
import { titleOf, viewNode } from './node-view.ts';

type Side = 'input' | 'output';

/** One end of a wire: a port of a node, and on which side of it. */
export interface WireEnd {
  readonly node: string;
  readonly side: Side;
  readonly port: PortDescriptor;
}

/** Whether two ports of opposite sides have fitting types. */
export const portsFit = (
  end: Pick<WireEnd, 'side' | 'port'>,
  other: Pick<WireEnd, 'side' | 'port'>,
): boolean =>
  end.side !== other.side &&
  (end.side === 'output'
    ? accepts(other.port.portType, end.port.portType)
    : accepts(end.port.portType, other.port.portType));

/** Nodes that a wire from `end` must not reach: its own, and those that would close a cycle. */
export const closedNodes = (document: WorkflowDocument, end: WireEnd): ReadonlySet<string> =>
  new Set([end.node, ...reachable(document, end.node, end.side === 'output' ? 'up' : 'down')]);

/** Why a wire between two ends is refused, as one sentence, or undefined when it may be laid. */
export function refusal(document: WorkflowDocument, end: WireEnd, other: WireEnd): string | undefined {
  if (end.side === other.side) return `Connect an output with an input; these are two ${end.side}s.`;
  if (end.node === other.node) return 'A node cannot feed itself.';
  if (!portsFit(end, other)) {
    const [from, to] = end.side === 'output' ? [end, other] : [other, end];
    return `${article(from.port.portType)} output does not fit ${article(to.port.portType).toLowerCase()} input.`;
  }
  return closedNodes(document, end).has(other.node) ? 'This wire would close a circle.' : undefined;
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? `An ${word}` : `A ${word}`);

/** How well a port suits a wire; free text goes to a prompt rather than into a list of choices. */
function suitability(end: Pick<WireEnd, 'side' | 'port'>, port: PortDescriptor): number {
  return (
    (port.portType === end.port.portType ? 16 : 0) +
    (port.rule.kind === end.port.rule.kind ? 8 : 0) +
    // What can be fed by a wire alone waits for one.
    (port.widget === undefined ? 4 : 0) +
    (port.advanced === true ? 0 : 2) +
    (port.optional ? 0 : 1)
  );
}

/** The port of a node type that a wire would be put on, or undefined when none fits. `taken`: inputs that are wired. */
export function bestPort(
  descriptor: NodeDescriptor,
  end: Pick<WireEnd, 'side' | 'port'>,
  taken: ReadonlySet<string> = new Set(),
): PortDescriptor | undefined {
  const side: Side = end.side === 'output' ? 'input' : 'output';
  const fitting = (side === 'input' ? descriptor.inputs : descriptor.outputs).filter(
    (port) => portsFit(end, { side, port }) && !(side === 'input' && taken.has(port.name)),
  );
  return fitting.toSorted((a, b) => suitability(end, b) - suitability(end, a))[0];
}

/** The node types that a wire may lead to, those that wait for it most first. */
export function fittingTypes(
  descriptors: readonly NodeDescriptor[],
  end: Pick<WireEnd, 'side' | 'port'>,
): readonly NodeDescriptor[] {
  return descriptors
    .flatMap((descriptor) => {
      const port = bestPort(descriptor, end);
      return port === undefined ? [] : [{ descriptor, suits: suitability(end, port) }];
    })
    .toSorted((a, b) => b.suits - a.suits)
    .map(({ descriptor }) => descriptor);
}

/** A port that an input could be fed from, with the name a person knows it by. */
export interface SourceChoice {
  readonly node: string;
  readonly output: string;
  readonly label: string;
}

/** Every output in the document that may be wired to this input, in document order. */
export function sourceChoices(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  input: WireEnd,
): readonly SourceChoice[] {
  const closed = closedNodes(document, input);
  return document.nodes.flatMap((node) => {
    if (closed.has(node.id)) return [];
    const view = viewNode(document, catalog, node);
    if (!view.known) return [];
    return view.descriptor.outputs
      .filter((port) => portsFit(input, { side: 'output', port }))
      .map((port) => ({
        node: node.id,
        output: port.name,
        label: `${titleOf(view)} · ${port.label}`,
      }));
  });
}

/** Finds the port of a node instance by name; undefined when the node or the port is unknown. */
export function findPort(
  document: WorkflowDocument,
  catalog: DescriptorCatalog,
  place: { node: string; side: Side; name: string },
): WireEnd | undefined {
  const node = findNode(document, place.node);
  if (node === undefined) return undefined;
  const { descriptor } = viewNode(document, catalog, node);
  const port = (place.side === 'input' ? descriptor.inputs : descriptor.outputs).find(
    ({ name }) => name === place.name,
  );
  return port === undefined ? undefined : { node: place.node, side: place.side, port };
}
