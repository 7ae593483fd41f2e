import { getBezierPath, type ConnectionLineComponentProps } from '@xyflow/react';

import { useSession } from '../state/stores.ts';
import { cssVariables } from '../ui/css-variables.ts';
import { portColors } from '../ui/port-shape.tsx';
import type { FlowNode } from './flow-items.ts';

import styles from './canvas.module.css';

/** The wire at the pointer, in the colour of the port that it comes from. */
export function DragWireLine(props: ConnectionLineComponentProps<FlowNode>) {
  const { fromX, fromY, fromPosition, toX, toY, toPosition, connectionStatus } = props;
  const type = useSession(({ wire }) => wire?.port.portType ?? 'any');
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
  });
  return (
    <path
      className={styles['dragWire']}
      d={path}
      strokeDasharray={connectionStatus === 'invalid' ? '4 4' : undefined}
      style={cssVariables({ '--wire': portColors[type] })}
    />
  );
}
