import { Handle, Position as Side } from '@xyflow/react';
import { memo } from 'react';

import type { PortDescriptor } from '#core/node/descriptor.ts';

import { useSession } from '../state/stores.ts';
import { PortShape } from '../ui/port-shape.tsx';
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
      title={`${port.label} · ${kind}`}
    >
      <PortShape type={known ? port.portType : 'any'} many={port.cardinality === 'many'} />
    </Handle>
  );
});
