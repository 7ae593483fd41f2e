import { resolutionLabels } from '#core/model/resolution.ts';
import type { PortDescriptor } from '#core/node/descriptor.ts';

import { imagesOf, literalOf } from './literals.ts';
import type { NodeView } from './node-view.ts';
import { variablesOf } from './template-variables.ts';

/** Measures of a node in canvas pixels; the style sheets of the node repeat them as custom properties. */
export const nodeMeasures = {
  width: 280,
  minWidth: 200,
  maxWidth: 560,
  headerHeight: 36,
  rowHeight: 28,
  bodyPadding: 6,
  lineHeight: 18,
  /** Padding and border of a text box, and the gap below it. */
  textBoxFrame: 14,
  textBoxGap: 6,
  /** Chips of variables above a text box, with the gap below them. */
  chipRow: 28,
  portSize: 12,
  /** Side of a picked image's thumbnail with its gap. */
  thumbnailPitch: 66,
} as const;

/** One line of a node's body: ports without widgets side by side, or one input with its widget. */
export type NodeRow =
  | {
      readonly kind: 'ports';
      readonly input: PortDescriptor | undefined;
      readonly output: PortDescriptor | undefined;
    }
  | {
      readonly kind: 'widget';
      readonly input: PortDescriptor;
      readonly output: PortDescriptor | undefined;
      readonly wired: boolean;
      /** Height of the widget's part below the line, 0 for widgets that fit into it. */
      readonly blockHeight: number;
    }
  | { readonly kind: 'more'; readonly hidden: number };

/** Where a port stands: the middle of its dot, from the node's upper left corner. */
export interface PortSpot {
  readonly name: string;
  readonly side: 'input' | 'output';
  readonly x: number;
  readonly y: number;
}

export interface NodeLayout {
  readonly width: number;
  /** Without preview and foot line, which come below and move no port. */
  readonly height: number;
  readonly rows: readonly NodeRow[];
  readonly ports: readonly PortSpot[];
}

/** Widgets that stand below their line and take the node's full width. */
const isBlock = (port: PortDescriptor): boolean =>
  port.widget?.kind === 'textarea' || port.widget?.kind === 'images';

/**
 * Lays a node out without a browser, so that wires have their ends before anything is drawn.
 * `wired` holds the inputs that an edge feeds; `expanded` shows the further inputs too.
 */
export function layoutNode(
  view: NodeView,
  options: { wired: ReadonlySet<string>; expanded: boolean },
): NodeLayout {
  const { node, descriptor } = view;
  const { minWidth, maxWidth } = nodeMeasures;
  const width = Math.min(maxWidth, Math.max(minWidth, node.size?.width ?? nodeMeasures.width));
  const shown = descriptor.inputs.filter((input) => isShown(view, input, options));
  const plain = shown.filter(({ widget }) => widget === undefined);
  const withWidget = shown.filter(({ widget }) => widget !== undefined);
  const outputs = [...descriptor.outputs];
  const rows: NodeRow[] = plain.map((input) => ({ kind: 'ports', input, output: outputs.shift() }));
  const first = withWidget[0];
  const shared =
    outputs.length === 1 && first !== undefined && isBlock(first) && !options.wired.has(first.name)
      ? outputs.shift()
      : undefined;
  rows.push(...outputs.map((output) => ({ kind: 'ports', input: undefined, output }) as const));
  rows.push(
    ...withWidget.map((input) => {
      const wired = options.wired.has(input.name);
      const blockHeight = wired ? 0 : blockHeightOf(view, input, width);
      return {
        kind: 'widget',
        input,
        output: input === first ? shared : undefined,
        wired,
        blockHeight,
      } as const;
    }),
  );
  const hidden = descriptor.inputs.length - shown.length;
  if (hidden > 0 || (options.expanded && descriptor.inputs.some(({ advanced }) => advanced === true)))
    rows.push({ kind: 'more', hidden });
  return node.collapsed === true ? collapse(view, width, rows) : place(width, rows);
}

/** Further inputs stay hidden until asked for, unless a wire or the choice "custom" needs them. */
function isShown(
  { node, descriptor }: NodeView,
  input: PortDescriptor,
  options: { wired: ReadonlySet<string>; expanded: boolean },
): boolean {
  if (input.advanced !== true || options.expanded || options.wired.has(input.name)) return true;
  return descriptor.inputs.some((port) => port.rule.kind === 'choice' && literalOf(node, port) === 'custom');
}

function place(width: number, rows: readonly NodeRow[]): NodeLayout {
  const { headerHeight, rowHeight, bodyPadding } = nodeMeasures;
  const ports: PortSpot[] = [];
  let top: number = headerHeight + bodyPadding;
  for (const row of rows) {
    const y = top + rowHeight / 2;
    if (row.kind !== 'more') {
      if (row.input !== undefined) ports.push({ name: row.input.name, side: 'input', x: 0, y });
      if (row.output !== undefined) ports.push({ name: row.output.name, side: 'output', x: width, y });
    }
    top += rowHeight + (row.kind === 'widget' ? row.blockHeight : 0);
  }
  return { width, height: top + bodyPadding, rows, ports };
}

/** A collapsed node is its header alone; all its wires end there. */
function collapse(view: NodeView, width: number, rows: readonly NodeRow[]): NodeLayout {
  const y = nodeMeasures.headerHeight / 2;
  return {
    width,
    height: nodeMeasures.headerHeight,
    rows,
    ports: [
      ...view.descriptor.inputs.map(({ name }) => ({ name, side: 'input', x: 0, y }) as const),
      ...view.descriptor.outputs.map(({ name }) => ({ name, side: 'output', x: width, y }) as const),
    ],
  };
}

function blockHeightOf({ node, descriptor }: NodeView, input: PortDescriptor, width: number): number {
  const value = literalOf(node, input);
  const kind = input.widget?.kind;
  if (kind === 'textarea') {
    const chips = variablesOf(descriptor, input).length === 0 ? 0 : nodeMeasures.chipRow;
    return textBoxHeight(typeof value === 'string' ? value : '', width) + chips + nodeMeasures.textBoxGap;
  }
  if (kind === 'images') {
    const columns = Math.floor((width - 20) / nodeMeasures.thumbnailPitch);
    const rows = Math.ceil((imagesOf(value).length + 1) / columns);
    return rows * nodeMeasures.thumbnailPitch + nodeMeasures.textBoxGap;
  }
  return kind === 'resolution' && typeof value === 'string' && !isPreset(value) ? nodeMeasures.rowHeight : 0;
}

/** Whether a resolution value is one of the labels; anything else is a size of one's own. */
export const isPreset = (value: string): boolean => (resolutionLabels as readonly string[]).includes(value);

/** Height of a text box: from three lines to eight, by a careful guess of where lines wrap. */
export function textBoxHeight(text: string, width: number): number {
  const charactersPerLine = Math.max(8, Math.floor((width - 42) / 6.6));
  const lines = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / charactersPerLine)), 0);
  return Math.min(8, Math.max(3, lines)) * nodeMeasures.lineHeight + nodeMeasures.textBoxFrame;
}
