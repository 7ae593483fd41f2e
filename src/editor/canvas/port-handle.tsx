import { Handle, Position as Side } from '@xyflow/react';
import { memo, type MouseEvent } from 'react';

import type { PortDescriptor } from '#core/node/descriptor.ts';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { PortShape } from '../ui/port-shape.tsx';
import { diagnosticsAt } from '../workflow/diagnostics.ts';
import { edgeKey, edgesInto } from '../workflow/document-index.ts';
import { portsFit } from '../workflow/port-fit.ts';
import { handleId } from './flow-items.ts';

import styles from './port-handle.module.css';

interface PortHandleProps {
  readonly node: string;
  readonly side: 'input' | 'output';
  readonly port: PortDescriptor;
  readonly known: boolean;
  /** Distance from the top of its box, px; without it the middle of the row. */
  readonly top?: number;
}

/** The dot of a port. While a wire is dragged, ports that fit it grow and the others fade. */
export const PortHandle = memo(function PortHandle({ node, side, port, known, top }: PortHandleProps) {
  const fit = useSession(({ wire }) => {
    if (wire === null) return 'none';
    if (wire.node === node && wire.side === side && wire.port.name === port.name) return 'origin';
    return !wire.closed.has(node) && portsFit(wire, { side, port }) ? 'fits' : 'unfit';
  });
  const wired = useDocument((state) => {
    const edge = side === 'input' ? edgesInto(documentOf(state), node).get(port.name) : undefined;
    return edge === undefined ? undefined : edgeKey(edge);
  });
  const problem = useSession(
    ({ diagnostics }) =>
      diagnosticsAt(diagnostics, node).find((diagnostic) => diagnostic.port === port.name)?.message,
  );
  const kind = `${port.portType}${port.cardinality === 'many' ? ' list' : ''}`;
  return (
    <Handle
      id={handleId(side, port.name)}
      type={side === 'input' ? 'target' : 'source'}
      position={side === 'input' ? Side.Left : Side.Right}
      className={styles['handle']}
      style={top === undefined ? undefined : { top }}
      data-port={`${node}.${port.name}`}
      data-side={side}
      data-fit={fit}
      data-problem={problem !== undefined}
      title={problem === undefined ? `${port.label} · ${kind}` : `${port.label} · ${kind}\n${problem}`}
      onMouseDownCapture={wired === undefined ? undefined : (event: MouseEvent) => takeWireEnd(event, wired)}
    >
      <PortShape type={known ? port.portType : 'any'} many={port.cardinality === 'many'} />
    </Handle>
  );
});

/** A press on a wired input takes hold of the wire's end: its anchor, which lies under the dot, gets the press. */
function takeWireEnd(event: MouseEvent, edge: string): void {
  if (event.button !== 0) return;
  const anchor = document.querySelector(
    `.react-flow__edge[data-id="${CSS.escape(edge)}"] .react-flow__edgeupdater-target`,
  );
  if (anchor === null) return;
  event.stopPropagation();
  const { clientX, clientY, button, buttons } = event;
  anchor.dispatchEvent(
    new globalThis.MouseEvent('mousedown', { bubbles: true, clientX, clientY, button, buttons }),
  );
}
