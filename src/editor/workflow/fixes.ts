import { connect, disconnect, inSequence, setInput, type Edit } from '#core/document/edits.ts';
import type { Edge, WorkflowDocument } from '#core/document/schema.ts';
import type { DescriptorCatalog } from '#core/node/catalog.ts';
import type { NodeDescriptor } from '#core/node/descriptor.ts';
import type { Diagnostic } from '#core/run/diagnostic.ts';

import { findNode } from './document-index.ts';
import { describeLiteral } from './literals.ts';
import { nearestName } from './nearest-name.ts';
import { placeNode } from './new-node.ts';
import { nodeMeasures } from './node-layout.ts';
import { findPort, fittingTypes, sourceChoices, type WireEnd } from './port-fit.ts';
import { replaceNode } from './replace-node.ts';
import { portsForSplice, spliceInto } from './splice.ts';

/** Something that mends a problem: a change of the document, or a command that leads to where it is mended. */
export type Fix = { readonly label: string } & ({ readonly edit: Edit } | { readonly command: string });

interface Place {
  readonly document: WorkflowDocument;
  readonly catalog: DescriptorCatalog;
}

type Mender = (diagnostic: Diagnostic, place: Place) => readonly Fix[];

/** The fix that came with the diagnosis. */
const offered: Mender = ({ fix }) => {
  if (fix === undefined) return [];
  return fix.kind === 'set-input'
    ? [{ label: `Set to ${describeLiteral(fix.value)}`, edit: setInput(fix.node, fix.input, fix.value) }]
    : [{ label: 'Remove the wire', edit: disconnect(fix.edge) }];
};

/** What mends which problem; the rest is mended by what came with the diagnosis, or by a person alone. */
const menders: Partial<Record<Diagnostic['code'], readonly Mender[]>> = {
  'missing-input': [feed],
  'out-of-range': [correctValue, offered],
  'invalid-value': [correctValue, offered, feedEmptyText],
  'type-mismatch': [convert, offered],
  'unknown-type': [useNearestType],
  'unknown-input': [forgetValue, offered],
  'missing-key': [() => [{ label: 'Add a key', command: 'providers' }]],
};

/** What would mend a problem, the likeliest first, each once; empty where only a person knows. */
export function fixesFor(diagnostic: Diagnostic, place: Place): readonly Fix[] {
  const fixes = (menders[diagnostic.code] ?? [offered]).flatMap((mender) => mender(diagnostic, place));
  return fixes.filter(({ label }, index) => fixes.findIndex((fix) => fix.label === label) === index);
}

const inputOf = ({ node, port }: Diagnostic, { document, catalog }: Place): WireEnd | undefined =>
  node === undefined || port === undefined
    ? undefined
    : findPort(document, catalog, { node, side: 'input', name: port });

/** Wires an input from a node that is there, or adds the node that fits best in front of it. */
function feed(diagnostic: Diagnostic, place: Place): readonly Fix[] {
  const { document, catalog } = place;
  const input = inputOf(diagnostic, place);
  if (input === undefined) return [];
  const choices = sourceChoices(document, catalog, input);
  const [only] = choices.length === 1 ? choices : [];
  const connecting: Fix[] =
    only === undefined
      ? []
      : [
          {
            label: `Connect ${only.label}`,
            edit: connect({
              from: { node: only.node, output: only.output },
              to: { node: input.node, input: input.port.name },
            }),
          },
        ];
  const best = sourceType(place, input);
  return best === undefined ? connecting : [...connecting, addBefore(place, input, best)];
}

/** The simplest node type that gives what an input wants and needs nothing itself. */
function sourceType({ catalog }: Place, input: WireEnd): NodeDescriptor | undefined {
  const rank = ({ inputs, outputs, title }: NodeDescriptor): number =>
    (outputs.some((port) => port.cardinality === input.port.cardinality) ? 0 : 1000) +
    inputs.length * 100 +
    title.length;
  return fittingTypes([...catalog.values()], input)
    .filter(({ inputs }) => inputs.every(({ optional, widget }) => optional || widget !== undefined))
    .toSorted((a, b) => rank(a) - rank(b))[0];
}

function addBefore({ document }: Place, input: WireEnd, descriptor: NodeDescriptor): Fix {
  const target = findNode(document, input.node);
  const { x, y } = target?.position ?? { x: 0, y: 0 };
  const position = { x: x - nodeMeasures.width - 64, y };
  const { edit } = placeNode(document, descriptor, { position, wire: input });
  return { label: `Add ${/^[aeiou]/i.test(descriptor.title) ? 'an' : 'a'} ${descriptor.title}`, edit };
}

/** An empty prompt is typed in its own box, or comes from a node of its own. */
function feedEmptyText(diagnostic: Diagnostic, place: Place): readonly Fix[] {
  const input = inputOf(diagnostic, place);
  const value = findNode(place.document, diagnostic.node ?? '')?.inputs[input?.port.name ?? ''];
  const isEmpty = value === undefined || value === '';
  return input?.port.portType === 'text' && input.port.rule.kind === 'text' && isEmpty
    ? feed(diagnostic, place)
    : [];
}

/** The nearest value that the rule allows. */
function correctValue(diagnostic: Diagnostic, place: Place): readonly Fix[] {
  const input = inputOf(diagnostic, place);
  const value = findNode(place.document, diagnostic.node ?? '')?.inputs[input?.port.name ?? ''];
  if (input === undefined || value === undefined) return [];
  const { rule, name } = input.port;
  if ((rule.kind === 'integer' || rule.kind === 'number') && typeof value === 'number') {
    const whole = rule.kind === 'integer' ? Math.round(value) : value;
    const fitted = Math.min(rule.max ?? Infinity, Math.max(rule.min ?? -Infinity, whole));
    return fitted === value ? [] : [{ label: `Set to ${fitted}`, edit: setInput(input.node, name, fitted) }];
  }
  if (rule.kind !== 'choice' || typeof value !== 'string') return [];
  const nearest = nearestName(value, rule.options);
  return nearest === undefined
    ? []
    : [{ label: `Set to ${nearest}`, edit: setInput(input.node, name, nearest) }];
}

/** Puts a node between that takes what comes and gives what is wanted. */
function convert({ edge }: Diagnostic, { document, catalog }: Place): readonly Fix[] {
  if (edge === undefined) return [];
  const converter = [...catalog.values()].find(
    (descriptor) => portsForSplice(document, catalog, { edge, descriptor }) !== undefined,
  );
  return converter === undefined ? [] : [putBetween({ document, catalog }, edge, converter)];
}

function putBetween({ document, catalog }: Place, edge: Edge, descriptor: NodeDescriptor): Fix {
  const target = findNode(document, edge.to.node)?.position ?? { x: 0, y: 0 };
  const position = { x: target.x - nodeMeasures.width - 64, y: target.y };
  const { id, edit } = placeNode(document, descriptor, { position });
  const ports = portsForSplice(document, catalog, { edge, descriptor });
  return {
    label: `Put ${descriptor.title} between`,
    edit: ports === undefined ? edit : inSequence(edit, spliceInto(edge, id, ports)),
  };
}

function useNearestType({ node }: Diagnostic, { document, catalog }: Place): readonly Fix[] {
  const instance = node === undefined ? undefined : findNode(document, node);
  if (instance === undefined) return [];
  const names = new Map<string, NodeDescriptor>();
  for (const descriptor of catalog.values())
    for (const name of [descriptor.type, descriptor.title, ...descriptor.aliases])
      if (!names.has(name)) names.set(name, descriptor);
  const nearest = names.get(nearestName(instance.type, [...names.keys()]) ?? '');
  return nearest === undefined
    ? []
    : [
        {
          label: `Use ${nearest.title} instead`,
          edit: replaceNode(document, catalog, { node: instance.id, descriptor: nearest }),
        },
      ];
}

function forgetValue({ node, port, edge }: Diagnostic, { document }: Place): readonly Fix[] {
  const instance = node === undefined ? undefined : findNode(document, node);
  return instance === undefined ||
    port === undefined ||
    edge !== undefined ||
    !Object.hasOwn(instance.inputs, port)
    ? []
    : [{ label: 'Remove the value', edit: setInput(instance.id, port, undefined) }];
}
