import { getBezierPath, useConnection, type ConnectionLineComponentProps } from '@xyflow/react';

import { documentOf } from '../state/document-store.ts';
import { useDocument, useSession } from '../state/stores.ts';
import { cssVariables } from '../ui/css-variables.ts';
import { portColors } from '../ui/port-shape.tsx';
import { findPort, refusal } from '../workflow/port-fit.ts';
import { portOfHandle, type FlowNode } from './flow-items.ts';

import styles from './canvas.module.css';

/** The wire at the pointer, in the colour of the port that it comes from; over a port that it does not fit, why. */
export function DragWireLine(props: ConnectionLineComponentProps<FlowNode>) {
  const { fromX, fromY, fromPosition, toX, toY, toPosition, connectionStatus } = props;
  const wire = useSession((state) => state.wire);
  const catalog = useSession((state) => state.catalog);
  const over = useConnection(({ toHandle }) =>
    toHandle === null ? undefined : `${toHandle.type}\t${toHandle.nodeId}\t${toHandle.id ?? ''}`,
  );
  const reason = useDocument((state) => {
    const [side, node, handle] = over?.split('\t') ?? [];
    if (connectionStatus !== 'invalid' || wire === null || node === undefined || handle === undefined) return;
    const end = findPort(documentOf(state), catalog, {
      node,
      side: side === 'source' ? 'output' : 'input',
      name: portOfHandle(handle),
    });
    return end === undefined || (end.node === wire.node && end.side === wire.side)
      ? undefined
      : refusal(documentOf(state), wire, end);
  });
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
  });
  return (
    <>
      <path
        className={styles['dragWire']}
        d={path}
        strokeDasharray={connectionStatus === 'invalid' ? '4 4' : undefined}
        style={cssVariables({ '--wire': portColors[wire?.port.portType ?? 'any'] })}
      />
      {reason !== undefined && (
        <text className={styles['dragReason']} x={toX + 14} y={toY + 24}>
          {reason}
        </text>
      )}
    </>
  );
}
